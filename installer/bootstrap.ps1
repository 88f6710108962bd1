# From a fresh checkout on Windows 10 (1809) or later to a running program, in one command:
#   powershell -ExecutionPolicy Bypass -File installer\bootstrap.ps1 demo
param(
    [Parameter(Position = 0)] [string] $Verb = "",
    [Parameter(Position = 1, ValueFromRemainingArguments = $true)] [string[]] $Rest = @()
)
Set-StrictMode -Version Latest
$ErrorActionPreference = "Stop"

$Root = Split-Path -Parent $PSScriptRoot
$Venv = Join-Path $Root ".venv"
$Python = Join-Path $Venv "Scripts\python.exe"
$Stamp = Join-Path $Venv ".locked"

function Show-Usage {
    Write-Output @"
Quay Mot Cua: set up and start from a checkout

  bootstrap.ps1 demo          a throw-away desk with sample data and its own gateway, ready to try
  bootstrap.ps1 test          everything a change must pass: format, lint, types, layers, tests
  bootstrap.ps1 run [ARGS]    the program itself (run --help lists its commands)
  bootstrap.ps1 setup         only prepare the environment (.venv)

The first run installs the locked Python packages into .venv.
"@
}

function Stop-With([string] $Message) {
    [Console]::Error.WriteLine("bootstrap: $Message")
    exit 1
}

function Test-Python([string] $Command, [string[]] $Arguments) {
    if (-not (Get-Command $Command -ErrorAction SilentlyContinue)) { return $false }
    # 64 bit: Qt and OpenCV have no 32-bit wheels. 3.14 is the newest the locked packages have wheels for.
    $check = "import sys; sys.exit(not ((3, 11) <= sys.version_info < (3, 15) and sys.maxsize > 2**32))"
    try { & $Command @Arguments -c $check 2>$null } catch { return $false }
    return $LASTEXITCODE -eq 0
}

function Find-Python {
    foreach ($candidate in @(@("py", "-3.12"), @("py", "-3.11"), @("py", "-3.13"), @("py", "-3"), @("python"))) {
        $arguments = @($candidate | Select-Object -Skip 1)
        if (Test-Python $candidate[0] $arguments) { return , $candidate }
    }
    Stop-With "Python 3.11 or newer (64 bit) is needed. Install it with:  winget install --id Python.Python.3.12 -e"
}

function Get-LockLine([string] $Lock) {
    $hash = (Get-FileHash -Algorithm SHA256 (Join-Path $Root "installer\locks\$Lock.txt")).Hash.ToLowerInvariant()
    return "$Lock $hash"
}

function Install-Python([string] $Lock) {
    $have = if (Test-Path $Stamp) { (Get-Content $Stamp -TotalCount 1) } else { "" }
    # What the tests need contains what the desk needs, in the same versions.
    if ((Test-Path $Python) -and ($have -eq (Get-LockLine $Lock) -or $have -eq (Get-LockLine "dev"))) { return }
    if (-not (Test-Path $Python)) {
        $found = Find-Python
        $arguments = @($found | Select-Object -Skip 1)
        & $found[0] @arguments -m venv $Venv
        if ($LASTEXITCODE -ne 0) { Stop-With "the environment $Venv could not be made" }
    }
    if (Test-Path $Stamp) { Remove-Item $Stamp }
    [Console]::Error.WriteLine("bootstrap: installing the locked Python packages ($Lock) into .venv")
    & $Python -m pip install --quiet --disable-pip-version-check --no-input --only-binary=:all: `
        --require-hashes -r (Join-Path $Root "installer\locks\$Lock.txt")
    if ($LASTEXITCODE -ne 0) { Stop-With "the Python packages could not be installed (is there a network?)" }
    Set-Content -Path $Stamp -Value (Get-LockLine $Lock) -Encoding ascii
}

function Initialize-Desk([string] $Lock) {
    Install-Python $Lock
    $env:PYTHONUTF8 = "1"
    $env:PYTHONPATH = $Root
}

switch ($Verb) {
    "demo" { Initialize-Desk "desk"; & $Python -m desk_app demo @Rest; exit $LASTEXITCODE }
    "run" { Initialize-Desk "desk"; & $Python -m desk_app @Rest; exit $LASTEXITCODE }
    "test" { Initialize-Desk "dev"; & $Python (Join-Path $Root "installer\check.py") @Rest; exit $LASTEXITCODE }
    "setup" { Initialize-Desk "desk"; Write-Output "bootstrap: ready; start with installer\bootstrap.ps1 run" }
    { $_ -in "", "help", "-h", "--help" } { Show-Usage }
    default { Show-Usage; exit 2 }
}
