/* Takes photos to the desk. ES5 and no library: it has to run in the browser of a phone that is ten years old. */
(function () {
  'use strict';

  var body = document.body;
  var BASE = body.getAttribute('data-base');
  var CHUNK = Number(body.getAttribute('data-chunk'));
  var MOST = Number(body.getAttribute('data-most'));
  var WORDS = JSON.parse(body.getAttribute('data-words'));
  var PIXELS = 12e6, LIGHT_BYTES = 4e6, QUALITY = 0.86, THUMB = 128;
  var PIECE_MS = 40000, POLL_MS = 2000;
  // A picture one pixel high that is to be turned: a browser that turns it by itself shows it one pixel wide.
  var TURNED = 'data:image/jpeg;base64,/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/' +
    '2wBDAP//////////////////////////////////////////////////////////////////////////////////////' +
    'wAALCAABAAIBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AR//Z';

  var photos = [], active = null, failures = 0, timer = null, over = false, offline = false, turnsByItself = true;
  var line = document.getElementById('status'), again = document.getElementById('again');
  var list = document.getElementById('photos');

  function say(name, facts) {
    return (WORDS[name] || name).replace(/\{(\w+)\}/g, function (all, key) { return facts && key in facts ? facts[key] : all; });
  }

  function count(state) {
    var n = 0, i;
    for (i = 0; i < photos.length; i++) { if (photos[i].state === state) { n++; } }
    return n;
  }

  function show() {
    var kept = count('kept'), refused = count('refused'), open = photos.length - kept - refused;
    var facts = { kept: kept, all: photos.length, refused: refused };
    if (over) { tell('bad', say(open ? 'over_open' : 'over', facts)); }
    else if (offline) { tell('wait', say('offline', facts)); }
    else if (open) { tell('', say('sending', facts)); }
    else if (refused) { tell('bad', say('some', facts)); }
    else if (kept) { tell('good', say('done', facts)); }
    else { tell('', ''); }
    again.hidden = over || !offline;
  }

  function tell(kind, text) {
    line.className = kind;
    if (line.textContent !== text) { line.textContent = text; }
  }

  function draw(photo) {
    photo.row.className = photo.state;
    photo.bar.style.width = (photo.state === 'kept' ? 100 : Math.round(photo.part * 100)) + '%';
    photo.words.textContent = photo.state === 'sending' ? say('percent', { percent: Math.floor(photo.part * 100) })
      : say(photo.state === 'refused' ? 'why_' + photo.why : 'state_' + photo.state);
    photo.retry.hidden = over || photo.state !== 'refused' || photo.why === 'too_many' || photo.why === 'full';
    photo.retry.style.display = photo.retry.hidden ? 'none' : '';
    show();
  }

  function add(file) {
    var row = document.createElement('li'), name = document.createElement('strong'), bar = document.createElement('div');
    var photo = { file: file, state: 'ready', part: 0, have: 0, stuck: 0, why: '', bytes: null, digest: '' };
    photos.push(photo);
    photo.row = row;
    photo.thumb = document.createElement('canvas');
    photo.thumb.width = photo.thumb.height = THUMB;
    photo.words = document.createElement('span');
    photo.bar = document.createElement('i');
    photo.retry = document.createElement('button');
    photo.retry.type = 'button';
    photo.retry.textContent = say('retry');
    photo.retry.onclick = function () { photo.state = 'ready'; photo.have = photo.part = photo.stuck = 0; draw(photo); pump(); };
    name.textContent = say('photo', { number: photos.length });
    bar.className = 'bar';
    bar.appendChild(photo.bar);
    row.appendChild(photo.thumb); row.appendChild(name); row.appendChild(bar); row.appendChild(photo.words);
    row.appendChild(photo.retry);
    list.insertBefore(row, list.firstChild);
    draw(photo);
  }

  function refuse(photo, why) {
    photo.state = 'refused'; photo.why = why; photo.bytes = null;
    draw(photo);
    if (active === photo) { active = null; }
    pump();
  }

  /* one photo at a time, in the order they were taken: an old phone holds one picture in memory, not ten */
  function pump() {
    var i;
    if (active || over) { return; }
    for (i = 0; i < photos.length; i++) {
      if (photos[i].state === 'ready') { active = photos[i]; break; }
    }
    if (!active) { return; }
    active.state = 'preparing';
    draw(active);
    prepare(active);
  }

  function prepare(photo) {
    var reader = new FileReader();
    reader.onerror = function () { refuse(photo, 'unread'); };
    reader.onload = function () { look(photo, new Uint8Array(reader.result)); };
    reader.readAsArrayBuffer(photo.file);
  }

  function look(photo, bytes) {
    var kind = kindOf(bytes), turn = kind === 'jpeg' ? turnOf(bytes) : 1, maker = window.URL || window.webkitURL;
    var picture = new Image(), url = maker.createObjectURL(photo.file);
    picture.onload = function () {
      var pixels = picture.naturalWidth * picture.naturalHeight;
      thumbnail(photo, picture, turn);
      if (kind && kind !== 'heic' && pixels <= PIXELS && bytes.length <= LIGHT_BYTES) {
        maker.revokeObjectURL(url);
        ready(photo, bytes);
        return;
      }
      shrink(picture, pixels, turn, function (smaller) {
        maker.revokeObjectURL(url);
        if (smaller && (!kind || kind === 'heic' || smaller.length < bytes.length)) { ready(photo, smaller); }
        else { asItIs(photo, bytes, kind); }
      });
    };
    picture.onerror = function () { maker.revokeObjectURL(url); asItIs(photo, bytes, kind); };
    picture.src = url;
  }

  function asItIs(photo, bytes, kind) {
    if (kind === 'heic') { refuse(photo, 'heic'); }
    else if (!kind) { refuse(photo, 'not_a_photo'); }
    else if (bytes.length > MOST) { refuse(photo, 'too_big'); }
    else { ready(photo, bytes); }
  }

  function kindOf(b) {
    if (b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff) { return 'jpeg'; }
    if (b[0] === 0x89 && b[1] === 0x50 && b[2] === 0x4e) { return 'png'; }
    if (b[0] === 0x52 && b[1] === 0x49 && b[8] === 0x57 && b[9] === 0x45) { return 'webp'; }
    if (b[4] === 0x66 && b[5] === 0x74 && b[6] === 0x79 && b[7] === 0x70) { return 'heic'; }
    return '';
  }

  /* how the camera was held: the EXIF orientation of a JPEG, 1 where there is none */
  function turnOf(b) {
    var at = 2, size, tiff, little, entries, i, entry;
    function two(p) { return little ? b[p] | b[p + 1] << 8 : b[p] << 8 | b[p + 1]; }
    function four(p) { return little ? two(p) + two(p + 2) * 65536 : two(p) * 65536 + two(p + 2); }
    while (at + 14 < b.length && b[at] === 0xff && b[at + 1] !== 0xda) {
      little = false;
      size = two(at + 2);
      if (b[at + 1] === 0xe1 && b[at + 4] === 0x45 && b[at + 5] === 0x78 && b[at + 6] === 0x69 && b[at + 7] === 0x66) {
        tiff = at + 10;
        little = b[tiff] === 0x49;
        entry = tiff + four(tiff + 4);
        entries = two(entry);
        for (i = 0; i < entries && entry + 14 + i * 12 < b.length; i++) {
          if (two(entry + 2 + i * 12) === 0x0112) { return two(entry + 10 + i * 12); }
        }
        return 1;
      }
      at += 2 + size;
    }
    return 1;
  }

  function thumbnail(photo, picture, turn) {
    var wide = picture.naturalWidth, high = picture.naturalHeight, side = Math.min(wide, high), pen = photo.thumb.getContext('2d');
    if (pen && side) { pen.drawImage(picture, (wide - side) / 2, (high - side) / 2, side, side, 0, 0, THUMB, THUMB); }
    if (!turnsByItself) { photo.thumb.className = 'turn' + turn; }
  }

  function shrink(picture, pixels, turn, done) {
    var scale = Math.min(1, Math.sqrt(PIXELS / pixels)), canvas = document.createElement('canvas'), pen;
    canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));
    pen = canvas.getContext('2d');
    if (!pen) { done(null); return; }
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    function take(bytes) {
      canvas.width = canvas.height = 0;
      done(bytes && bytes.length > 100 && kindOf(bytes) === 'jpeg' ? (turnsByItself ? bytes : withTurn(bytes, turn)) : null);
    }
    if (canvas.toBlob) {
      canvas.toBlob(function (blob) {
        var reader = new FileReader();
        if (!blob) { take(null); return; }
        reader.onerror = function () { take(null); };
        reader.onload = function () { take(new Uint8Array(reader.result)); };
        reader.readAsArrayBuffer(blob);
      }, 'image/jpeg', QUALITY);
    } else { take(unpacked(canvas.toDataURL('image/jpeg', QUALITY))); }
  }

  function unpacked(address) {
    var text = window.atob(address.split(',')[1] || ''), bytes = new Uint8Array(text.length), i;
    for (i = 0; i < text.length; i++) { bytes[i] = text.charCodeAt(i); }
    return bytes;
  }

  /* a browser that does not turn pictures has drawn it lying: the new file says so as the old one did */
  function withTurn(bytes, turn) {
    var mark = [0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1,
      0, turn, 0, 0, 0, 0, 0, 0], out;
    if (turn < 2 || turn > 8) { return bytes; }
    out = new Uint8Array(bytes.length + mark.length);
    out.set(bytes.subarray(0, 2), 0);
    out.set(mark, 2);
    out.set(bytes.subarray(2), 2 + mark.length);
    return out;
  }

  function ready(photo, bytes) {
    photo.bytes = bytes;
    sha256(bytes, function (digest) {
      photo.digest = digest;
      photo.state = 'sending';
      draw(photo);
      send(photo);
    });
  }

  function send(photo) {
    var ask = new XMLHttpRequest(), at = photo.have, end = Math.min(at + CHUNK, photo.bytes.length);
    timer = null;
    ask.open('POST', BASE + '/photos/' + photo.digest, true);
    ask.timeout = PIECE_MS;
    ask.setRequestHeader('Content-Type', 'application/octet-stream');
    ask.setRequestHeader('X-Photo-Size', String(photo.bytes.length));
    ask.setRequestHeader('X-Photo-At', String(at));
    if (ask.upload) {
      ask.upload.onprogress = function (event) {
        photo.part = Math.min(1, (at + Math.min(event.loaded, end - at)) / photo.bytes.length);
        draw(photo);
      };
    }
    ask.onload = function () {
      if (ask.status === 404 || ask.status === 410) { finish(); return; }
      var told = ask.status === 200 ? parsed(ask.responseText) : null;
      if (!told) { later(photo); return; }
      failures = 0; offline = false;
      hear(photo, told, at);
    };
    ask.onerror = ask.ontimeout = ask.onabort = function () { later(photo); };
    ask.send(photo.bytes.buffer.slice(photo.bytes.byteOffset + at, photo.bytes.byteOffset + end));
  }

  function hear(photo, told, at) {
    if (told.busy) { timer = window.setTimeout(function () { send(photo); }, POLL_MS); return; }
    if (told.state === 'arriving') {
      photo.stuck = told.have > at ? 0 : photo.stuck + 1;
      if (photo.stuck > 5) { refuse(photo, 'damaged'); return; }
      photo.have = told.have;
      photo.part = told.have / photo.bytes.length;
      draw(photo);
      send(photo);
      return;
    }
    settle(photo, told);
    active = null;
    pump();
  }

  function settle(photo, told) {
    photo.state = told.state; photo.why = told.why; photo.part = 1; photo.bytes = null;
    draw(photo);
  }

  /* the line is cut: what has arrived stays there, the rest follows when it is back */
  function later(photo) {
    failures++;
    offline = true;
    show();
    timer = window.setTimeout(function () { send(photo); }, Math.min(8000, 500 * Math.pow(2, Math.min(failures, 5))));
  }

  function now() {
    if (timer && active && active.state === 'sending') { window.clearTimeout(timer); send(active); }
    else { poll(true); }
  }

  function finish() {
    over = true;
    var inputs = document.getElementsByTagName('input'), i;
    for (i = 0; i < inputs.length; i++) { inputs[i].disabled = true; inputs[i].parentNode.className += ' off'; }
    for (i = 0; i < photos.length; i++) { draw(photos[i]); }
    show();
  }

  function parsed(text) {
    try { return JSON.parse(text); } catch (error) { return null; }
  }

  /* the desk says when a photo is on its disk; before that the page does not say so either */
  function poll(once) {
    var ask = new XMLHttpRequest();
    function next() { if (!once && !over) { window.setTimeout(poll, POLL_MS); } }
    ask.open('GET', BASE + '/state', true);
    ask.timeout = 10000;
    ask.onload = function () {
      var told = ask.status === 200 ? parsed(ask.responseText) : null, i, found;
      if (ask.status === 404 || ask.status === 410) { finish(); return; }
      if (told) {
        if (!active || active.state !== 'sending' || !timer) { offline = false; }
        for (i = 0; i < photos.length; i++) {
          found = told.photos[photos[i].digest];
          if (photos[i].state === 'waiting' && found && (found.state === 'kept' || found.state === 'refused')) {
            settle(photos[i], found);
          }
        }
        show();
      }
      next();
    };
    ask.onerror = ask.ontimeout = function () { offline = true; show(); next(); };
    ask.send();
  }

  function sha256(bytes, done) {
    var K = [], H = [], W = new Int32Array(64), at = 0, size = bytes.length, n = 2, tail, i;
    function root(x, power) { var r = Math.pow(x, power); return ((r - Math.floor(r)) * 4294967296) | 0; }
    function prime(x) { for (var d = 2; d * d <= x; d++) { if (x % d === 0) { return false; } } return true; }
    for (; K.length < 64; n++) { if (prime(n)) { if (H.length < 8) { H.push(root(n, 1 / 2)); } K.push(root(n, 1 / 3)); } }
    tail = new Uint8Array(((size % 64) < 56 ? 64 : 128));
    tail.set(bytes.subarray(size - size % 64));
    tail[size % 64] = 0x80;
    for (i = 0; i < 8; i++) { tail[tail.length - 1 - i] = (i < 4 ? (size * 8) >>> (8 * i) : Math.floor(size / 536870912) >>> (8 * (i - 4))) & 255; }
    function block(b, p) {
      var t, x, y, r0 = H[0], r1 = H[1], r2 = H[2], r3 = H[3], r4 = H[4], r5 = H[5], r6 = H[6], r7 = H[7];
      for (t = 0; t < 16; t++, p += 4) { W[t] = b[p] << 24 | b[p + 1] << 16 | b[p + 2] << 8 | b[p + 3]; }
      for (t = 16; t < 64; t++) {
        x = W[t - 15]; y = W[t - 2];
        W[t] = W[t - 16] + W[t - 7] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3) +
          ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10);
      }
      for (t = 0; t < 64; t++) {
        x = r7 + ((r4 >>> 6 | r4 << 26) ^ (r4 >>> 11 | r4 << 21) ^ (r4 >>> 25 | r4 << 7)) + (r4 & r5 ^ ~r4 & r6) + K[t] + W[t] | 0;
        y = ((r0 >>> 2 | r0 << 30) ^ (r0 >>> 13 | r0 << 19) ^ (r0 >>> 22 | r0 << 10)) + (r0 & r1 ^ r0 & r2 ^ r1 & r2) | 0;
        r7 = r6; r6 = r5; r5 = r4; r4 = r3 + x | 0; r3 = r2; r2 = r1; r1 = r0; r0 = x + y | 0;
      }
      H[0] = H[0] + r0 | 0; H[1] = H[1] + r1 | 0; H[2] = H[2] + r2 | 0; H[3] = H[3] + r3 | 0;
      H[4] = H[4] + r4 | 0; H[5] = H[5] + r5 | 0; H[6] = H[6] + r6 | 0; H[7] = H[7] + r7 | 0;
    }
    (function some() {
      var stop = Math.min(size - size % 64, at + 524288), text = '';
      for (; at < stop; at += 64) { block(bytes, at); }
      if (at < size - size % 64) { window.setTimeout(some, 0); return; }
      for (i = 0; i < tail.length; i += 64) { block(tail, i); }
      for (i = 0; i < 8; i++) { text += ('0000000' + (H[i] >>> 0).toString(16)).slice(-8); }
      done(text);
    }());
  }

  function listen(input) {
    input.onchange = function () {
      var i;
      for (i = 0; i < input.files.length; i++) { add(input.files[i]); }
      input.value = '';
      pump();
    };
    input.onfocus = function () { input.parentNode.className += ' focused'; };
    input.onblur = function () { input.parentNode.className = input.parentNode.className.replace(' focused', ''); };
  }

  (function () {
    var probe = new Image();
    probe.onload = function () { turnsByItself = probe.width === 1; };
    probe.src = TURNED;
  }());
  listen(document.getElementById('shoot'));
  listen(document.getElementById('choose'));
  again.onclick = now;
  window.addEventListener('online', now);
  window.addEventListener('beforeunload', function (event) {
    if (!over && count('kept') + count('refused') < photos.length) { event.preventDefault(); event.returnValue = ''; }
  });
  poll(false);
}());
