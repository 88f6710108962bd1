"""What the command line says in its own words, Vietnamese and English; errors of the parts below have theirs in ui.messages."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "pin_needed": (
        "Cần mã PIN: đặt biến môi trường {variable} hoặc chạy lệnh ở cửa sổ dòng lệnh để nhập.",
        "A PIN is needed: set the environment variable {variable} or run the command where it can be asked for.",
    ),
    "wrong_pin": ("Sai mã PIN; còn {left} lần thử.", "Wrong PIN; {left} more tries."),
    "locked_out": (
        "Tài khoản đã bị khoá sau nhiều lần sai mã PIN; nhờ quản trị đặt lại.",
        "The account is locked after too many wrong PINs; ask an administrator to reset it.",
    ),
    "already_set_up": (
        "Thư mục {folder} đã có dữ liệu của một quầy; chọn thư mục khác bằng --data.",
        "The folder {folder} already holds a desk; choose another one with --data.",
    ),
    "not_set_up": (
        "Chưa có quầy nào trong {folder}; chạy desk-app setup trước.",
        "There is no desk in {folder} yet; run desk-app setup first.",
    ),
    "key_missing": (
        "Không tìm thấy khoá dữ liệu của {folder}; khôi phục bằng mã khôi phục đã in khi cài đặt.",
        "The data key of {folder} was not found; restore it with the recovery key printed at set-up.",
    ),
    "not_accepted": ("Chưa tiếp nhận được: {problems}", "Not accepted: {problems}"),
    "file_unreadable": ("Không đọc được {file}: {reason}", "{file} cannot be read: {reason}"),
    "attach_malformed": (
        "--attach cần dạng GIẤY_TỜ=TỆP, nhận được: {value}",
        "--attach wants COMPONENT=FILE, got: {value}",
    ),
    "attach_unknown": ("Hồ sơ không có giấy tờ “{name}”.", "The dossier has no paper “{name}”."),
    "procedure_unknown": ("Danh mục không có thủ tục “{name}”.", "The catalogue has no procedure “{name}”."),
    "no_sheets": (
        "Không có tờ nào để in: cho biết mã thủ tục, hoặc --bare SỐ_TỜ.",
        "There is no sheet to print: give the code of a procedure, or --bare N.",
    ),
    "not_enrolled": (
        "Quầy này chưa kết nối trung tâm; chạy desk-app enrol URL MÃ.",
        "This desk is not connected to a gateway; run desk-app enrol URL CODE.",
    ),
    "no_gateway": (
        "Không có trung tâm nào trả lời ở {url}. Kiểm tra địa chỉ và mạng rồi thử lại.",
        "No gateway answers at {url}. Check the address and the network, then try again.",
    ),
    "not_reached": (
        "Chưa gửi được hết: {reason}. Mọi thứ vẫn nằm an toàn trong hàng đợi ({waiting} hồ sơ).",
        "Not everything could be sent: {reason}. All of it is safe in the queue ({waiting} dossiers).",
    ),
    "needs_person": (
        "{count} hồ sơ cần người xử lý; xem desk-app queue.",
        "{count} dossiers need a person; see desk-app queue.",
    ),
    "no_screen": (
        "Máy này không có màn hình nên không mở được cửa sổ; chạy desk-app self-test để kiểm tra, hoặc dùng xvfb-run.",
        "This machine has no screen, so the window cannot open; run desk-app self-test to check it, or use xvfb-run.",
    ),
    "no_central": (
        "Bản cài này không có máy chủ trung tâm (gói 'central'); quầy thử chạy ngoại tuyến.",
        "This installation has no gateway (extra 'central'); the trial desk runs offline.",
    ),
    "central_needed": (
        "Lệnh này cần gói 'central' (pip install desk-app[central]).",
        "This command needs the extra 'central' (pip install desk-app[central]).",
    ),
    "plain_http": (
        "Không mã hoá thì chỉ phục vụ chính máy này; cho máy khác cần --certificate và --certificate-key, hoặc --behind-proxy.",
        "Without encryption only this machine is served; others need --certificate and --certificate-key, or --behind-proxy.",
    ),
    "database_unusable": (
        "Không dùng được cơ sở dữ liệu của trung tâm ({reason}); kiểm tra địa chỉ --database, quyền và kết nối.",
        "The gateway's database cannot be used ({reason}); check the address --database, permissions and the connection.",
    ),
    "database_newer": (
        "Cơ sở dữ liệu do phiên bản mới hơn tạo ra; cập nhật chương trình.",
        "The database was written by a newer version; update the program.",
    ),
    "nothing_there": ("Trung tâm không có “{name}”.", "The gateway has nothing called “{name}”."),
    "move_refused": (
        "Hồ sơ “{name}” không chuyển được sang trạng thái này ({reason}).",
        "The dossier “{name}” cannot be moved to this status ({reason}).",
    ),
    "bad_period": (
        "Kỳ báo cáo không đúng: từ ngày phải trước hoặc bằng đến ngày.",
        "The period is wrong: from must not be after to.",
    ),
    "nothing_imported": (
        "Không nhập được thủ tục nào; {count} mục bị từ chối (xem lý do ở trên).",
        "No procedure could be imported; {count} records were rejected (reasons above).",
    ),
    "output_unwritable": ("Không ghi được {file}: {reason}", "{file} cannot be written: {reason}"),
    "interrupted": ("Đã dừng theo yêu cầu.", "Stopped as asked."),
    "queue_empty": ("Hàng đợi trống.", "The queue is empty."),
    "port_taken": ("Cổng {port} đang được dùng.", "Port {port} is in use."),
}


def sentence(key: str, language: str, **fields: object) -> str:
    """The sentence of a key in a language, its gaps filled."""
    vietnamese, english = SENTENCES[key]
    return (english if language == "en" else vietnamese).format(**fields)
