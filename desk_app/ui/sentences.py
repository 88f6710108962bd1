"""The sentences of ``messages.py``, as data: Vietnamese and English side by side. ``{…}`` are fields of the error."""

from __future__ import annotations

Pair = tuple[str, str]

ERRORS: dict[str, Pair] = {
    "bug": (
        "Chương trình gặp lỗi ngoài dự kiến (mã {bug}). Việc đang làm vẫn được giữ; nếu lặp lại, gửi mã này cho bộ phận hỗ trợ.",
        "The program met an unexpected error (id {bug}). Your work is kept; if it happens again, send this id to support.",
    ),
    # domain
    "InvalidValue": (
        "{field_name}: giá trị chưa đúng ({reason}). Kiểm tra và nhập lại.",
        "{field_name}: the value is not right ({reason}). Check and enter it again.",
    ),
    "MoveNotAllowed": (
        "Hồ sơ đang ở trạng thái không cho phép bước này. Mở hồ sơ để xem trạng thái mới nhất.",
        "The dossier's status does not allow this step. Open it to see its latest status.",
    ),
    "NotPermitted": (
        "Vai trò của bạn không được làm việc này. Đổi người dùng (Ctrl+U) hoặc nhờ người có quyền.",
        "Your role may not do this. Switch user (Ctrl+U) or ask somebody who may.",
    ),
    # store
    "StoreError": (
        "Kho dữ liệu báo lỗi. Khởi động lại chương trình; nếu vẫn lỗi, khôi phục từ bản sao lưu.",
        "The data store reports an error. Restart the program; if it persists, restore a backup.",
    ),
    "StoreUnavailable": (
        "Không dùng được thư mục dữ liệu {folder}. Kiểm tra ổ đĩa và quyền truy cập.",
        "The data folder {folder} cannot be used. Check the disk and its permissions.",
    ),
    "StoreMissing": (
        "Chưa có dữ liệu của quầy trong {folder}. Chạy thiết lập lần đầu.",
        "There is no desk in {folder} yet. Run the first set-up.",
    ),
    "StoreExists": (
        "Thư mục {folder} đã có dữ liệu. Chọn thư mục khác.",
        "The folder {folder} already holds data. Choose another one.",
    ),
    "StoreLocked": (
        "Chương trình đang mở ở một cửa sổ khác trên máy này. Chuyển sang cửa sổ đó hoặc đóng nó rồi mở lại.",
        "The program is already open in another window on this computer. Switch to it, or close it and start again.",
    ),
    "StoreReadOnly": (
        "Không được ghi vào {folder}. Nhờ quản trị máy cấp quyền ghi.",
        "{folder} may not be written. Ask whoever runs this computer for write permission.",
    ),
    "StoreBusy": (
        "Kho dữ liệu đang bận (có thể do phần mềm diệt vi-rút). Chờ vài giây rồi thử lại.",
        "The data store is busy (perhaps a virus scanner). Wait a few seconds and try again.",
    ),
    "DiskFull": (
        "Ổ đĩa đã đầy nên chưa lưu được gì thêm. Giải phóng dung lượng rồi thử lại; những gì đã lưu vẫn an toàn.",
        "The disk is full, so nothing more was saved. Free some space and try again; what was saved is safe.",
    ),
    "StoreNewer": (
        "Dữ liệu do phiên bản mới hơn tạo ra (lược đồ {found}). Cập nhật chương trình rồi mở lại.",
        "The data was written by a newer version (schema {found}). Update the program and open it again.",
    ),
    "StoreDamaged": (
        "Tệp dữ liệu bị hỏng. Đừng tiếp nhận thêm; khôi phục từ bản sao lưu gần nhất.",
        "The data file is damaged. Accept nothing more; restore the latest backup.",
    ),
    "WrongKey": (
        "Khoá không mở được dữ liệu này. Dùng mã khôi phục đã in khi thiết lập.",
        "The key does not open this data. Use the recovery key printed at set-up.",
    ),
    "KeyMissing": (
        "Không tìm thấy khoá dữ liệu trên máy này. Nhập mã khôi phục đã in khi thiết lập.",
        "This computer no longer has the data key. Enter the recovery key printed at set-up.",
    ),
    "NoDesk": (
        "Chưa thiết lập quầy trên máy này. Chạy thiết lập lần đầu.",
        "No desk has been set up on this computer. Run the first set-up.",
    ),
    "NotSetUp": (
        "Chưa thiết lập quầy trên máy này. Chạy thiết lập lần đầu.",
        "No desk has been set up on this computer. Run the first set-up.",
    ),
    "InvalidRecoveryKey": (
        "Mã khôi phục gõ chưa đúng. So lại từng nhóm chữ với bản in.",
        "The recovery key was not typed correctly. Compare each group with the print-out.",
    ),
    "BlobMissing": (
        "Thiếu tệp của một trang đã quét. Quét lại trang này hoặc khôi phục bản sao lưu.",
        "The file of a scanned page is missing. Scan it again or restore a backup.",
    ),
    "BlobDamaged": (
        "Tệp của một trang đã quét bị hỏng. Quét lại trang này hoặc khôi phục bản sao lưu.",
        "The file of a scanned page is damaged. Scan it again or restore a backup.",
    ),
    "NotFound": ("Không còn tìm thấy mục này. Tải lại danh sách.", "This item is no longer there. Reload the list."),
    "DossierNotFound": (
        "Không tìm thấy hồ sơ. Kiểm tra lại mã rồi tìm lần nữa.",
        "The dossier was not found. Check the code and search again.",
    ),
    "DossierUnknown": (
        "Không tìm thấy hồ sơ. Kiểm tra lại mã rồi tìm lần nữa.",
        "The dossier was not found. Check the code and search again.",
    ),
    "DraftNotFound": (
        "Bản nháp này đã được tiếp nhận hoặc đã bỏ. Mở một bản nháp mới.",
        "This draft was already accepted or discarded. Start a new one.",
    ),
    "ProcedureNotFound": (
        "Không tìm thấy thủ tục trong danh mục. Chọn lại thủ tục hoặc cập nhật danh mục.",
        "The procedure is not in the catalogue. Choose again or update the catalogue.",
    ),
    "ProcedureUnknown": (
        "Danh mục không có thủ tục {code} đang hiệu lực. Chọn thủ tục khác hoặc cập nhật danh mục.",
        "The catalogue has no procedure {code} in force. Choose another or update the catalogue.",
    ),
    "AccountNotFound": (
        "Không tìm thấy tài khoản này. Chọn lại tên trong danh sách.",
        "This account was not found. Choose a name from the list.",
    ),
    "NoSuchAccount": (
        "Không rõ ai làm việc này. Chọn đúng tên người dùng.",
        "It is not clear who does this. Give the name of one user.",
    ),
    "CodeTaken": (
        "Mã hồ sơ {code} đã có ở một hồ sơ khác. Bấm tiếp nhận lần nữa để lấy mã mới.",
        "Another dossier already has the code {code}. Accept again to get a new one.",
    ),
    "NameTaken": (
        "Đã có người dùng tên này. Thêm chữ đệm hoặc chức danh để phân biệt.",
        "Another user has this name. Add something to tell them apart.",
    ),
    "StaleRevision": (
        "Hồ sơ vừa được thay đổi ở nơi khác. Mở lại hồ sơ rồi sửa.",
        "The dossier was just changed elsewhere. Open it again and then edit.",
    ),
    "NotWaiting": (
        "Mục này không còn chờ người xử lý. Tải lại hàng đợi.",
        "This item no longer waits for a person. Reload the queue.",
    ),
    "LeaseOverlaps": (
        "Trung tâm cấp trùng dải mã hồ sơ. Báo quản trị trung tâm.",
        "The centre granted the same range of codes twice. Tell its administrator.",
    ),
    # capture and documents
    "CaptureError": (
        "Không lấy được trang. Thử lại hoặc chọn nguồn khác.",
        "The page could not be taken. Try again or choose another source.",
    ),
    "UnreadableFile": (
        "Không đọc được tệp này (loại {kind}). Lưu lại thành PDF, JPEG hoặc PNG rồi thử lại.",
        "This file cannot be read (kind {kind}). Save it as PDF, JPEG or PNG and try again.",
    ),
    "UnreadableFile.empty": (
        "Tệp rỗng. Sao chép lại tệp từ nguồn rồi thử lại.",
        "The file is empty. Copy it again from where it came.",
    ),
    "UnreadableFile.encrypted": (
        "PDF có mật khẩu. Bỏ mật khẩu hoặc in ra PDF mới rồi thử lại.",
        "The PDF asks for a password. Remove it, or print it to a new PDF, and try again.",
    ),
    "UnreadableFile.torn": (
        "Tệp chưa chép xong. Chờ chép xong rồi thử lại.",
        "The file is not complete yet. Wait until it has been copied and try again.",
    ),
    "UnreadableFile.unsupported": (
        "Chưa đọc được loại tệp {kind}. Lưu lại thành PDF, JPEG hoặc PNG.",
        "Files of kind {kind} cannot be read. Save it as PDF, JPEG or PNG.",
    ),
    "UnreadableFile.no_such_frame": (
        "Tệp không có trang này. Thêm lại tệp.",
        "The file has no such page. Add the file again.",
    ),
    "OverLimit": (
        "Tệp lớn quá mức cho phép ({found} trên {limit}). Tách nhỏ hoặc quét ở độ phân giải thấp hơn.",
        "The file is over the limit ({found} of {limit}). Split it or scan at a lower resolution.",
    ),
    "TooLarge": (
        "Tệp {found} MB, quá mức {limit} MB. Tách nhỏ hoặc quét ở độ phân giải thấp hơn.",
        "The file has {found} MB, over the limit of {limit} MB. Split it or scan at a lower resolution.",
    ),
    "TooManyPixels": (
        "Ảnh {found} megapixel, quá mức {limit}. Quét ở 200–300 dpi.",
        "The image has {found} megapixels, over the limit of {limit}. Scan at 200–300 dpi.",
    ),
    "TooManyPages": (
        "Tệp có {found} trang, quá mức {limit}. Tách thành nhiều tệp.",
        "The file has {found} pages, over the limit of {limit}. Split it into several.",
    ),
    "DeviceError": (
        "Thiết bị {device} báo lỗi. Kiểm tra thiết bị rồi thử lại.",
        "The device {device} reports an error. Look at it and try again.",
    ),
    "DeviceMissing": (
        "Không thấy thiết bị {device}. Cắm lại, bật nguồn, hoặc chọn thiết bị khác.",
        "The device {device} is not there. Plug it in, switch it on, or choose another.",
    ),
    "DeviceMissing.unreachable": (
        "Không liên lạc được {device}. Kiểm tra máy đã bật và cùng mạng với máy tính này.",
        "{device} cannot be reached. Check that it is on and in the same network as this computer.",
    ),
    "DeviceMissing.silent": (
        "{device} không trả lời. Kiểm tra máy đã bật và cùng mạng với máy tính này.",
        "{device} does not answer. Check that it is on and in the same network as this computer.",
    ),
    "DeviceMissing.backend": (
        "Máy tính này không dùng được {device}. Chọn máy quét khác trong Cài đặt (F6).",
        "This computer cannot use {device}. Choose another scanner in Settings (F6).",
    ),
    "DeviceBusy": (
        "Thiết bị {device} đang được chương trình khác dùng. Đóng chương trình đó rồi thử lại.",
        "Another program uses {device}. Close it and try again.",
    ),
    "DeviceBusy.busy": (
        "{device} đang bận quét hoặc in cho người khác. Chờ xong rồi quét lại (F10).",
        "{device} is busy scanning or printing for somebody else. Wait for it, then scan again (F10).",
    ),
    "DeviceBusy.refused": (
        "{device} đang bận quét hoặc in cho người khác. Chờ xong rồi quét lại (F10).",
        "{device} is busy scanning or printing for somebody else. Wait for it, then scan again (F10).",
    ),
    "DeviceBusy.timeout": (
        "{device} trả lời quá chậm. Trang đã nhận vẫn còn; nhìn màn hình của máy quét rồi quét tiếp (F10).",
        "{device} answers too slowly. Pages that came are kept; look at the scanner's display, then scan on (F10).",
    ),
    "DeviceFailed": (
        "Thiết bị {device} không trả lời. Tắt bật lại thiết bị rồi thử lại.",
        "{device} does not answer. Switch it off and on and try again.",
    ),
    "DeviceFailed.not_escl": (
        "Ở địa chỉ của {device} không có máy quét mạng. Kiểm tra địa chỉ, hoặc bật AirScan (eSCL) trên máy quét.",
        "There is no network scanner at the address of {device}. Check the address, or switch AirScan (eSCL) on at the device.",
    ),
    "DeviceFailed.certificate": (
        "Chứng thư của {device} khác lần trước nên chưa quét. Nếu vừa thay máy: thêm lại (F6); nếu không: báo quản trị mạng.",
        "{device} has another certificate than before: nothing was scanned. Add it again (F6) if it was replaced, else tell IT.",
    ),
    "DeviceFailed.torn": (
        "Đường truyền từ {device} bị đứt giữa trang. Trang đã nhận đủ vẫn còn; quét tiếp từ trang bị đứt (F10).",
        "The connection to {device} broke in the middle of a page. Whole pages are kept; scan on from that page (F10).",
    ),
    "DeviceFailed.aborted": (
        "Việc quét bị dừng ở {device}. Các trang đã quét vẫn còn; quét tiếp (F10) từ trang sau.",
        "The scan was stopped at {device}. The pages scanned are kept; scan on (F10) from the next one.",
    ),
    "DeviceFailed.endless": (
        "{device} gửi quá nhiều trang nên đã dừng. Các trang đã nhận vẫn còn; tắt bật lại máy quét.",
        "{device} sent far too many pages, so it was stopped. The pages that came are kept; switch the scanner off and on.",
    ),
    "DeviceFailed.password": (
        "{device} đòi mật khẩu mới cho quét. Nhờ người quản lý máy mở quyền quét cho máy tính này.",
        "{device} asks for a password before it scans. Ask whoever looks after it to let this computer scan.",
    ),
    "DeviceFailed.no_page": (
        "{device} không đưa ra trang nào. Đặt lại giấy rồi quét lại (F10).",
        "{device} gave no page. Lay the paper down again, then scan again (F10).",
    ),
    "DeviceFailed.refused": (
        "{device} không nhận lệnh quét. Đổi độ phân giải hoặc nguồn giấy trong Cài đặt (F6), rồi quét lại.",
        "{device} does not take the job. Choose another resolution or paper source in Settings (F6), then scan again.",
    ),
    "DeviceFailed.crashed": (
        "Trình điều khiển của {device} dừng đột ngột. Các trang đã quét vẫn còn; quét tiếp từ tờ đang dở (F10).",
        "The driver of {device} stopped suddenly. The pages scanned are kept; scan on from the sheet under way (F10).",
    ),
    "DeviceFailed.hung": (
        "{device} im lặng quá lâu nên đã bị ngắt. Các trang đã quét vẫn còn; tắt bật lại thiết bị rồi quét tiếp (F10).",
        "{device} was silent for too long and was given up. The pages scanned are kept; switch it off and on, then scan on (F10).",
    ),
    "DeviceFailed.cancelled": (
        "Việc quét đã bị dừng ngay trên {device}. Các trang đã quét vẫn còn; quét tiếp từ tờ sau đó (F10).",
        "Scanning was stopped at {device} itself. The pages scanned are kept; scan on from the sheet after them (F10).",
    ),
    "DeviceFailed.incomplete_page": (
        "Trang cuối từ {device} không trọn nên đã bỏ. Các trang trước vẫn còn; quét lại tờ cuối (F10).",
        "The last page from {device} was not whole and is left out. Those before are kept; scan that sheet again (F10).",
    ),
    "DeviceFailed.user_intervention": (
        "{device} chờ người xử lý tại máy. Xem màn hình của máy, làm theo, rồi quét lại (F10).",
        "{device} waits for somebody at the machine. Look at its display, do what it says, and scan again (F10).",
    ),
    "DeviceFailed.access_denied": (
        "Tài khoản này chưa được phép dùng {device}. Nhờ quản trị viên cấp quyền dùng máy quét.",
        "This account may not use {device}. Ask the administrator for permission to use the scanner.",
    ),
    "DeviceFailed.service_not_there": (
        "Dịch vụ quét của Windows (WIA) chưa chạy. Khởi động lại máy tính; nếu vẫn vậy, nhờ quản trị viên bật dịch vụ.",
        "The scanning service of Windows (WIA) does not run. Restart the computer; if it stays so, have it switched on.",
    ),
    "DeviceBusy.warming_up": (
        "{device} còn đang khởi động đèn. Chờ một phút rồi quét lại (F10).",
        "{device} is still warming up. Wait a minute and scan again (F10).",
    ),
    "FeederEmpty": (
        "Khay nạp giấy của {device} đang trống. Đặt giấy vào khay rồi quét lại (F10).",
        "The feeder of {device} is empty. Lay paper into it and scan again (F10).",
    ),
    "PaperJam": (
        "Kẹt giấy ở {device}. Các trang đã quét vẫn còn; lấy tờ bị kẹt ra rồi quét tiếp từ tờ đó (F10).",
        "Paper is stuck in {device}. The pages scanned are kept; take the sheet out and scan on from it (F10).",
    ),
    "CoverOpen": (
        "Nắp máy {device} đang mở. Đóng nắp rồi quét lại (F10).",
        "The lid of {device} is open. Close it and scan again (F10).",
    ),
    "SimulationRefused": ("Thiết bị mô phỏng chỉ dùng trong chế độ thử.", "Simulated devices work in trial mode only."),
    "PagesNotReady": (
        "Còn {count} trang chưa xử lý xong. Chờ vài giây, hoặc bỏ trang bị lỗi.",
        "{count} pages are not ready yet. Wait a few seconds, or remove the ones that failed.",
    ),
    "AssemblyError": (
        "Không ghép được trang thành PDF. Bỏ trang lỗi rồi thử lại.",
        "The pages could not be bound into a PDF. Remove the faulty page and try again.",
    ),
    "NotPaintable": (
        "Trang này bị hỏng trên đĩa, không ghép được vào PDF. Quét lại trang này (Ctrl+F10).",
        "This page is damaged on disk and cannot be bound into a PDF. Scan it again (Ctrl+F10).",
    ),
    "NothingToBind": (
        "Giấy tờ này chưa có trang nào. Quét (F10) trước.",
        "This paper has no pages yet. Scan (F10) first.",
    ),
    # the way to the centre
    "CentralError": (
        "Chưa liên lạc được trung tâm. Mọi thứ vẫn nằm an toàn trong hàng đợi.",
        "The centre could not be reached. Everything is safe in the queue.",
    ),
    "CentralUnreachable": (
        "Không liên lạc được trung tâm. Cứ làm việc tiếp; chương trình sẽ tự gửi khi có mạng.",
        "The centre cannot be reached. Go on working; everything is sent when the network is back.",
    ),
    "CentralUnreachable.timeout": (
        "Trung tâm trả lời quá chậm. Cứ làm việc tiếp; chương trình sẽ tự thử lại.",
        "The centre answers too slowly. Go on working; it is tried again by itself.",
    ),
    "CentralUnreachable.certificate": (
        "Chứng thư của trung tâm không hợp lệ. Kiểm tra ngày giờ của máy rồi báo quản trị.",
        "The centre's certificate is not valid. Check this computer's date and time, then tell an administrator.",
    ),
    "CentralUnreachable.busy": (
        "Trung tâm đang bận. Chương trình sẽ tự thử lại.",
        "The centre is busy. It is tried again by itself.",
    ),
    "NotTheCentre": (
        "Địa chỉ này không phải trung tâm (có thể là trang đăng nhập Wi-Fi). Đăng nhập mạng hoặc kiểm tra địa chỉ.",
        "What answers is not the centre (perhaps a Wi-Fi sign-in page). Sign in to the network or check the address.",
    ),
    "CentralFailing": (
        "Trung tâm đang gặp sự cố. Chương trình sẽ tự thử lại.",
        "The centre has a fault of its own. It is tried again by itself.",
    ),
    "NotAuthorised": (
        "Trung tâm không còn nhận quầy này. Xin mã đăng ký mới trong Cài đặt (F6).",
        "The centre no longer knows this desk. Enter a new enrolment code in Settings (F6).",
    ),
    "UploadOutOfStep": (
        "Tệp gửi dở không khớp với trung tâm. Chương trình sẽ tự gửi lại.",
        "A half-sent file does not match the centre's. It is sent again by itself.",
    ),
    "WireError": (
        "Trung tâm trả lời không đúng quy ước. Kiểm tra phiên bản chương trình.",
        "The centre's answer does not follow the protocol. Check the version of the program.",
    ),
    "AddressError": (
        "Địa chỉ trung tâm chưa đúng. Ví dụ: https://motcua.camau.gov.vn",
        "The centre's address is not right. For example: https://motcua.camau.gov.vn",
    ),
    "AddressError.not_encrypted": (
        "Địa chỉ phải bắt đầu bằng https:// (http:// chỉ dùng cho chính máy này).",
        "The address must begin with https:// (http:// is for this computer only).",
    ),
    "AddressError.not_http": ("Địa chỉ phải bắt đầu bằng https://", "The address must begin with https://"),
    "WrongUnit": (
        "Mã đăng ký thuộc đơn vị {there}, quầy này là {here}. Xin mã cho đúng đơn vị.",
        "The enrolment code belongs to {there}, this desk to {here}. Ask for a code of the right unit.",
    ),
    # printers
    "PrintFailed": (
        "Máy in không nhận bản in. Kiểm tra giấy và máy in rồi in lại.",
        "The printer did not take the job. Check the paper and the printer, then print again.",
    ),
    "PrintFailed.no_printer": (
        "Máy này chưa có máy in. Cài máy in trong hệ điều hành rồi in lại.",
        "This computer has no printer. Add one in the operating system, then print again.",
    ),
    "PrintFailed.printer_missing": (
        "Không thấy máy in {printer}. Bật máy in, hoặc chọn máy in khác trong Cài đặt (F6).",
        "The printer {printer} is not there. Switch it on, or choose another one in Settings (F6).",
    ),
    "PrintFailed.bad_pdf": (
        "Biểu mẫu bị hỏng nên không in được. Mở hồ sơ rồi in lại.",
        "The form is damaged and cannot be printed. Open the dossier and print again.",
    ),
    "PrintFailed.not_written": (
        "Không ghi được tệp PDF. Kiểm tra thư mục và ổ đĩa rồi in lại.",
        "The PDF file could not be written. Check the folder and the disk, then print again.",
    ),
    # files and settings
    "CalendarInvalid": (
        "Tệp lịch nghỉ không dùng được ({where}). Lấy lại tệp từ nơi cấp.",
        "The calendar file cannot be used ({where}). Get it again from where it came.",
    ),
    "CatalogueInvalid": (
        "Tệp danh mục không dùng được ({where}). Lấy lại tệp từ nơi cấp.",
        "The catalogue file cannot be used ({where}). Get it again from where it came.",
    ),
    "BadPeriod": ("Ngày cuối phải sau hoặc trùng ngày đầu.", "The last day must not lie before the first."),
    "BadConfig": (
        "Tệp cấu hình không đọc được. Sửa hoặc xoá tệp rồi mở lại chương trình.",
        "The configuration file cannot be read. Correct or delete it and start again.",
    ),
    "Cancelled": ("Đã dừng theo yêu cầu.", "Stopped as asked."),
    "FileNotFoundError": ("Không tìm thấy tệp. Kiểm tra lại đường dẫn.", "The file was not found. Check the path."),
    "PermissionError": (
        "Không có quyền mở tệp này, hoặc chương trình khác đang giữ nó. Đóng chương trình đó rồi thử lại.",
        "This file may not be opened, or another program holds it. Close that program and try again.",
    ),
    "IsADirectoryError": ("Đây là thư mục, không phải tệp. Chọn một tệp.", "This is a folder. Choose a file."),
    "OSError": (
        "Hệ điều hành báo lỗi khi đọc hoặc ghi tệp. Kiểm tra ổ đĩa rồi thử lại.",
        "The operating system reports an error with a file. Check the disk and try again.",
    ),
    "MemoryError": (
        "Máy không đủ bộ nhớ. Đóng bớt chương trình khác rồi thử lại.",
        "The computer is out of memory. Close other programs and try again.",
    ),
}

PROBLEMS: dict[str, Pair] = {
    "required": ("Chưa có {field_name}. Nhập hoặc chọn.", "{field_name} is missing. Enter or choose it."),
    "too_short": ("{field_name} thiếu {detail} ký tự.", "{field_name} lacks {detail} characters."),
    "too_long": ("{field_name} quá dài. Rút gọn lại.", "{field_name} is too long. Shorten it."),
    "malformed": (
        "{field_name} chưa đúng dạng. Kiểm tra và nhập lại.",
        "{field_name} does not have the right form. Check and enter it again.",
    ),
    "check_digit": (
        "{field_name} sai chữ số kiểm tra. So lại với giấy tờ.",
        "{field_name} fails its check digit. Compare it with the paper.",
    ),
    "disagrees": (
        "{field_name} không khớp với số định danh. So lại với thẻ.",
        "{field_name} disagrees with the identity number. Compare it with the card.",
    ),
    "in_the_future": (
        "{field_name} ở tương lai. Kiểm tra ngày giờ.",
        "{field_name} lies in the future. Check the date and time.",
    ),
    "reason_needed": ("Ghi lý do lùi thời điểm tiếp nhận.", "Say why the time of receipt is set back."),
    "missing_paper": (
        "Còn thiếu: {detail}. Nhận thêm, hoặc ghi lý do vẫn tiếp nhận.",
        "Missing: {detail}. Take it in, or say why it is accepted without.",
    ),
    "not_digitised": (
        "Chưa quét: {detail}. Quét (F10) hoặc chọn lý do không số hoá.",
        "Not scanned: {detail}. Scan it (F10) or choose why it is not digitised.",
    ),
    "not_in_force": (
        "Thủ tục không có hiệu lực vào ngày tiếp nhận. Chọn thủ tục khác hoặc cập nhật danh mục.",
        "The procedure is not in force on the day of receipt. Choose another or update the catalogue.",
    ),
    "pages_unsorted": (
        "Còn {detail} trang chưa xếp vào giấy tờ nào. Kéo trang vào giấy tờ hoặc xoá trang.",
        "{detail} pages belong to no paper yet. Drag them to a paper or delete them.",
    ),
    "out_of_range": ("{field_name} ngoài khoảng cho phép.", "{field_name} is out of range."),
    "taken": ("{field_name} đã có người dùng. Chọn tên khác.", "{field_name} is already taken. Choose another."),
    "not_here": (
        "Không sửa được {field_name} ở đây. Mở hồ sơ để sửa.",
        "{field_name} cannot be corrected here. Open the dossier.",
    ),
    "unknown_value": ("{field_name}: chỉ nhận một trong {detail}.", "{field_name}: only one of {detail} is taken."),
    "unknown_key": (
        "Không hiểu mục “{field_name}” trong tệp. Bỏ mục này.",
        "The file has an unknown entry “{field_name}”. Remove it.",
    ),
    "not_json": ("Tệp không phải JSON hợp lệ.", "The file is not valid JSON."),
    "procedure.required": (
        "Chọn thủ tục: gõ vài chữ của tên thủ tục.",
        "Choose the procedure: type a few letters of its name.",
    ),
    "case.required": ("Chọn trường hợp giải quyết của thủ tục.", "Choose the case of the procedure."),
    "full_name.required": (
        "Nhập họ và tên, hoặc đọc thẻ căn cước (F11).",
        "Enter the full name, or read the identity card (F11).",
    ),
    "full_name.malformed": (
        "Họ tên có ký tự lạ. So lại với giấy tờ.",
        "The name has unusual characters. Compare it with the paper.",
    ),
    "id_number.required": (
        "Nhập số giấy tờ, hoặc đọc thẻ căn cước (F11).",
        "Enter the number, or read the identity card (F11).",
    ),
    "id_number.too_short": ("Số giấy tờ thiếu {detail} chữ số.", "The number lacks {detail} digits."),
    "id_number.malformed": (
        "Số giấy tờ chưa đúng dạng (căn cước có 12 chữ số).",
        "The number does not have the right form (an identity card has 12 digits).",
    ),
    "id_number.check_digit": (
        "Mã số thuế sai chữ số kiểm tra. So lại với giấy tờ.",
        "The tax code fails its check digit. Compare it with the paper.",
    ),
    "id_number.disagrees": (
        "Số định danh không khớp với ngày sinh hoặc giới tính. So lại với thẻ.",
        "The identity number disagrees with birth date or sex. Compare it with the card.",
    ),
    "id_number.disagrees.province_unknown": (
        "Ba chữ số đầu không phải mã tỉnh nào. So lại với thẻ.",
        "The first three digits are no province's. Compare them with the card.",
    ),
    "born.in_the_future": (
        "Ngày sinh ở tương lai. Gõ lại, ví dụ 05/03/1991.",
        "The birth date lies in the future. Enter it again, for example 05/03/1991.",
    ),
    "born.disagrees": (
        "Năm sinh không khớp với số định danh. So lại với thẻ.",
        "The year of birth disagrees with the identity number. Compare it with the card.",
    ),
    "sex.disagrees": (
        "Giới tính không khớp với số định danh. So lại với thẻ.",
        "The sex disagrees with the identity number. Compare it with the card.",
    ),
    "phone.too_short": ("Thiếu {detail} chữ số.", "{detail} digits are missing."),
    "phone.malformed": (
        "Số điện thoại chưa đúng. Ví dụ: 0918 224 156",
        "The phone number is not right. For example: 0918 224 156",
    ),
    "email.malformed": (
        "Thư điện tử chưa đúng. Ví dụ: ten@gmail.com",
        "The e-mail address is not right. For example: name@gmail.com",
    ),
    "address.required": (
        "Chưa có nơi cư trú. Nhập để in trên giấy hẹn.",
        "The address is missing. Enter it so that it is printed on the receipt.",
    ),
    "address.malformed": ("Địa chỉ quá dài. Rút gọn lại.", "The address is too long. Shorten it."),
    "received_at.in_the_future": (
        "Thời điểm tiếp nhận ở tương lai. Kiểm tra đồng hồ của máy.",
        "The time of receipt lies in the future. Check this computer's clock.",
    ),
    "sets.malformed": ("Số bộ hồ sơ phải từ 1 trở lên.", "There must be at least one set."),
    "pages.malformed": (
        "{detail} trang không xử lý được. Quét lại hoặc xoá trang.",
        "{detail} pages could not be processed. Scan them again or delete them.",
    ),
    "unit.malformed": (
        "Mã đơn vị chưa đúng. Ví dụ: H12.64 hoặc 000.00.21.H12",
        "The unit code is not right. For example: H12.64 or 000.00.21.H12",
    ),
    "unit_name.required": (
        "Nhập tên đơn vị, ví dụ: UBND xã Khánh An.",
        "Enter the name of the unit, for example: UBND xã Khánh An.",
    ),
    "desk.required": ("Nhập tên quầy, ví dụ: Quầy 2.", "Enter the name of the desk, for example: Quầy 2."),
    "officer.required": ("Nhập họ tên cán bộ.", "Enter the officer's full name."),
    "administrator.required": ("Nhập tên người quản trị.", "Enter the administrator's name."),
    "administrator.taken": (
        "Tên quản trị phải khác tên cán bộ.",
        "The administrator needs another name than the officer.",
    ),
    "pin.too_short": ("Mã PIN cần ít nhất 4 ký tự.", "A PIN needs at least 4 characters."),
    "administrator_pin.too_short": ("Mã PIN cần ít nhất 4 ký tự.", "A PIN needs at least 4 characters."),
    "pin.too_long": ("Mã PIN dài nhất 64 ký tự.", "A PIN has at most 64 characters."),
    "differs": ("Hai lần gõ mã PIN không giống nhau. Gõ lại.", "The two PINs differ. Type them again."),
    "role.last_administrator": (
        "Phải còn ít nhất một quản trị. Thêm quản trị khác trước.",
        "At least one administrator must remain. Add another one first.",
    ),
    "name.taken": (
        "Đã có người dùng tên này. Thêm chữ đệm hoặc chức danh để phân biệt.",
        "Another user has this name. Add something to tell them apart.",
    ),
    "copies.out_of_range": ("Số bản in từ 1 đến 5.", "Print 1 to 5 copies."),
    "phone_port.out_of_range": (
        "Cổng từ 1024 đến 65535, hoặc 0 cho cổng bất kỳ.",
        "The port is 1024 to 65535, or 0 for any.",
    ),
    "idle_lock_min.out_of_range": ("Thời gian khoá từ 0 đến 480 phút.", "The idle time is 0 to 480 minutes."),
    "card_qr.garbled": (
        "Nội dung thẻ bị bộ gõ làm hỏng. Tắt Unikey/Telex rồi quét lại thẻ.",
        "An input method damaged the card's text. Switch Unikey/Telex off and scan the card again.",
    ),
    "card_qr.health_insurance": (
        "Đây là thẻ bảo hiểm y tế. Quét mã QR trên thẻ căn cước.",
        "This is a health insurance card. Scan the QR code of the identity card.",
    ),
    "card_qr.not_a_card": ("Đây không phải mã QR của thẻ căn cước.", "This is not the QR code of an identity card."),
    "card_qr.too_long": ("Mã QR quá dài, không phải thẻ căn cước.", "The QR text is too long for an identity card."),
}

REFUSALS: dict[str, Pair] = {
    "unknown": (
        "Trung tâm từ chối ({reason}). Báo quản trị kèm mã hồ sơ.",
        "The centre refused it ({reason}). Tell an administrator, with the dossier's code.",
    ),
    "malformed": (
        "Trung tâm không nhận {field_name}. Sửa rồi gửi lại.",
        "The centre does not take {field_name}. Correct it and send it again.",
    ),
    "phone": (
        "Số điện thoại không hợp lệ. Sửa rồi gửi lại.",
        "The phone number is not valid. Correct it and send it again.",
    ),
    "unit_not_yours": (
        "Hồ sơ mang mã đơn vị khác với quầy đã đăng ký. Báo quản trị.",
        "The dossier names another unit than this desk is enrolled for. Tell an administrator.",
    ),
    "code_taken": (
        "Mã hồ sơ đã có ở trung tâm. Báo quản trị để cấp mã khác.",
        "The centre already has this dossier code. Tell an administrator.",
    ),
    "code_malformed": (
        "Mã hồ sơ không đúng dạng. Báo quản trị.",
        "The dossier code does not have the right form. Tell an administrator.",
    ),
    "unknown_dossier": (
        "Trung tâm chưa biết hồ sơ này. Gửi lại từ đầu.",
        "The centre does not know this dossier. Send it again.",
    ),
    "dossier_exists": (
        "Trung tâm đã có hồ sơ này với nội dung khác. Báo quản trị.",
        "The centre already has this dossier with other content. Tell an administrator.",
    ),
    "id_reused": (
        "Hai nội dung khác nhau mang cùng một số hiệu gửi. Báo quản trị.",
        "Two different contents carry the same event id. Tell an administrator.",
    ),
    "conflict": (
        "Trung tâm có nội dung khác. Mở hồ sơ để so lại.",
        "The centre has something else. Open the dossier and compare.",
    ),
    "refused": (
        "Trung tâm từ chối. Mở hồ sơ, sửa rồi gửi lại.",
        "The centre refused it. Open the dossier, correct it and send it again.",
    ),
    "deferred": ("Đang chờ mục gửi trước của cùng hồ sơ.", "It waits for an earlier item of the same dossier."),
    "centre_failing": (
        "Trung tâm đang gặp sự cố; sẽ tự thử lại.",
        "The centre has a fault; it is tried again by itself.",
    ),
    "unreachable": (
        "Không liên lạc được trung tâm; sẽ tự thử lại.",
        "The centre cannot be reached; it is tried again by itself.",
    ),
    "transport": ("Mất mạng; sẽ tự gửi khi có mạng.", "No network; it is sent when the network is back."),
    "timeout": ("Mạng quá chậm; sẽ tự thử lại.", "The network is too slow; it is tried again by itself."),
    "certificate": (
        "Chứng thư của trung tâm không hợp lệ. Kiểm tra ngày giờ của máy.",
        "The centre's certificate is not valid. Check this computer's date and time.",
    ),
    "busy": ("Trung tâm đang bận; sẽ tự thử lại.", "The centre is busy; it is tried again by itself."),
    "too_big": (
        "Tệp lớn quá mức trung tâm nhận. Quét lại ở độ phân giải thấp hơn.",
        "The file is larger than the centre takes. Scan it again at a lower resolution.",
    ),
    "too_large": (
        "Tệp lớn quá mức trung tâm nhận. Quét lại ở độ phân giải thấp hơn.",
        "The file is larger than the centre takes. Scan it again at a lower resolution.",
    ),
    "checksum": ("Tệp tới trung tâm bị sai; sẽ tự gửi lại.", "The file arrived damaged; it is sent again by itself."),
    "blob_missing": (
        "Máy này không còn tệp để gửi. Quét lại giấy tờ.",
        "This computer no longer has the file. Scan the paper again.",
    ),
    "blob_damaged": (
        "Tệp trên máy này bị hỏng. Quét lại giấy tờ.",
        "The file on this computer is damaged. Scan the paper again.",
    ),
    "enrolment_refused": (
        "Mã đăng ký sai hoặc đã dùng. Xin mã mới ở trung tâm.",
        "The enrolment code is wrong or was used. Ask the centre for a new one.",
    ),
    "enrol_again": (
        "Trung tâm không còn nhận quầy này. Nhập mã đăng ký mới trong Cài đặt (F6).",
        "The centre no longer knows this desk. Enter a new enrolment code in Settings (F6).",
    ),
    "another_sender": ("Một chương trình khác trên máy này đang gửi.", "Another program on this computer is sending."),
    "not_enrolled": (
        "Quầy chưa kết nối trung tâm. Nhập mã đăng ký trong Cài đặt (F6).",
        "This desk is not connected. Enter an enrolment code in Settings (F6).",
    ),
}

KEYS: dict[str, Pair] = {
    "unit_assumed": (
        "Danh mục không ghi đơn vị thời gian; tạm tính là ngày làm việc.",
        "The catalogue names no unit of time; working days are assumed.",
    ),
    "phone.address": (
        "Máy này không còn địa chỉ mạng đó. Kiểm tra dây mạng hoặc Wi-Fi, rồi mở lại.",
        "This computer no longer has that network address. Check the cable or Wi-Fi, then open it again.",
    ),
    "phone.certificate": (
        (
            "Không dùng được chứng thư của trang điện thoại. Nhờ quản trị kiểm tra hai tệp PEM trong phần thiết "
            "lập, hoặc bỏ trống để dùng HTTP."
        ),
        (
            "The certificate of the phone page cannot be used. Ask an administrator to check the two PEM files "
            "in the settings, or leave them empty for plain HTTP."
        ),
    ),
    "phone.no_network": (
        (
            "Máy này chưa ở trong mạng nào của cơ quan nên điện thoại không tới được. Cắm dây mạng hoặc nối "
            "Wi-Fi, rồi thử lại."
        ),
        (
            "This computer is in no office network, so no phone can reach it. Plug in the cable or join the "
            "Wi-Fi, then try again."
        ),
    ),
    "phone.not_listening": (
        "Mạng của máy vừa thay đổi nên địa chỉ này không còn dùng được. Bấm Dừng rồi mở lại.",
        "The network of this computer has changed and the address no longer works. Stop and open it again.",
    ),
    "phone.firewall": (
        (
            "Tường lửa Windows đang chặn điện thoại. Nhờ quản trị máy mở cửa sổ lệnh với quyền quản trị, dán và "
            "chạy lệnh này một lần; nó chỉ cho máy trong cùng mạng vào."
        ),
        (
            "The Windows firewall keeps phones out. Ask whoever runs this computer to run this line once as "
            "administrator; it lets in only devices of the same network."
        ),
    ),
    "phone.firewall_always": (
        "Tường lửa Windows đang chặn mọi kết nối đến. Nhờ quản trị máy bỏ chọn “Chặn tất cả kết nối đến” cho mạng này.",
        (
            "The Windows firewall blocks all incoming connections. Ask whoever runs this computer to switch that "
            "off for this network."
        ),
    ),
    "phone.open": (
        (
            "Máy này không chặn. Kiểm tra điện thoại: tắt 4G/5G, vào đúng Wi-Fi của cơ quan (không phải Wi-Fi "
            "khách). Nếu vẫn không mở được, bộ phát Wi-Fi đang tách các máy với nhau (AP isolation): nhờ người "
            "phụ trách mạng tắt đi."
        ),
        (
            "This computer lets phones in. Check the phone: mobile data off, in the office Wi-Fi (not the "
            "guests'). If the page still does not open, the access point keeps devices apart (AP isolation): ask "
            "whoever runs the network to switch that off."
        ),
    ),
    "phone.unknown": (
        (
            "Máy này vẫn trả lời tại địa chỉ trên. Kiểm tra điện thoại: tắt 4G/5G, vào đúng Wi-Fi của cơ quan "
            "(không phải Wi-Fi khách). Nếu vẫn không mở được, tường lửa của máy hoặc bộ phát Wi-Fi đang chặn: "
            "nhờ người phụ trách mở cổng {port} trong mạng nội bộ."
        ),
        (
            "This computer answers at the address above. Check the phone: mobile data off, in the office Wi-Fi "
            "(not the guests'). If the page still does not open, a firewall or the access point blocks it: ask "
            "for port {port} to be opened within the office network."
        ),
    ),
    "card.birth_year": (
        "Năm sinh trên thẻ không khớp với số định danh.",
        "The year of birth on the card disagrees with the number.",
    ),
    "card.century": (
        "Thế kỷ sinh trên thẻ không khớp với số định danh.",
        "The century of birth on the card disagrees with the number.",
    ),
    "card.sex": ("Giới tính trên thẻ không khớp với số định danh.", "The sex on the card disagrees with the number."),
    "card.province_unknown": (
        "Ba chữ số đầu của số định danh không phải mã tỉnh nào.",
        "The first three digits of the number are no province's.",
    ),
    "card.unaccented": (
        "Tên và địa chỉ không có dấu: có thể máy quét làm mất dấu. So lại với thẻ.",
        "Name and address have no accents: the scanner may have lost them. Compare them with the card.",
    ),
    "card.garbled": (
        "Nội dung thẻ bị bộ gõ làm hỏng. Tắt Unikey/Telex (Ctrl+Shift) rồi quét lại thẻ.",
        "An input method damaged the card's text. Switch Unikey/Telex off (Ctrl+Shift) and scan the card again.",
    ),
    "card.health_insurance": (
        "Đây là thẻ bảo hiểm y tế. Quét mã QR trên thẻ căn cước.",
        "This is a health insurance card. Scan the QR code of the identity card.",
    ),
    "card.not_a_card": ("Đây không phải mã QR của thẻ căn cước.", "This is not the QR code of an identity card."),
    "card.too_long": ("Mã QR quá dài, không phải thẻ căn cước.", "The QR text is too long for an identity card."),
    "code.vietqr": (
        "Trên trang có mã QR thanh toán; chương trình không dùng đến.",
        "There is a payment QR on the page; the program does nothing with it.",
    ),
    "code.unknown": (
        "Trên trang có mã không phải của quầy; chương trình không đoán nội dung.",
        "There is a code on the page that is none of the desk's; the program does not guess what it means.",
    ),
    "code.damaged_card": (
        "Mã QR căn cước trên trang bị lỗi chữ nên không dùng; quét lại thẻ hoặc nhập tay.",
        "The text of the card's QR on the page is damaged and is not used; scan the card again or type.",
    ),
    "scan.unknown": (
        "Không nhận ra mã vừa quét. Quét lại, hoặc gõ tên hay số điện thoại để tìm.",
        "The scanned code is not known. Scan again, or type a name or phone number to search.",
    ),
    "enrol.unreachable": (
        "Không có trung tâm nào trả lời ở địa chỉ này. Kiểm tra địa chỉ và mạng rồi thử lại.",
        "No centre answers at this address. Check the address and the network, then try again.",
    ),
    "gun.port": (
        "Không thấy súng đọc mã ở cổng {device}. Cắm lại; chương trình tự nối khi có.",
        "No barcode gun is at port {device}. Plug it in again; it is connected by itself.",
    ),
    "gun.busy": (
        "Cổng {device} của súng đọc mã đang do chương trình khác dùng. Đóng chương trình đó; súng sẽ tự nối lại.",
        "Another program uses the gun's port {device}. Close it; the gun is connected by itself.",
    ),
    "gun.permission": (
        "Tài khoản này không được dùng cổng {device} của súng đọc mã. Nhờ quản trị máy cho phép (trên Linux: nhóm dialout).",
        "This account may not use the gun's port {device}. Ask for permission (on Linux: group dialout).",
    ),
    "gun.lost": (
        "Súng đọc mã ở cổng {device} vừa bị rút ra. Cắm lại; chương trình tự nối khi có.",
        "The barcode gun at port {device} was unplugged. Plug it in again; it is connected by itself.",
    ),
    "gun.back": ("Súng đọc mã đã nối lại.", "The barcode gun is connected again."),
    "scan.garbled": (
        "Mã bị bộ gõ làm hỏng. Tắt Unikey/Telex (Ctrl+Shift) rồi quét lại, hoặc nối súng bằng cổng COM trong Thiết bị.",
        "An input method damaged the code. Switch Unikey/Telex off (Ctrl+Shift) and scan again, or use the gun's serial port.",
    ),
    "scan.too_long": (
        "Mã này dài hơn mọi mã mà quầy dùng nên không nhận. Quét mã trên thẻ căn cước, giấy hẹn hoặc tờ ngăn.",
        "This code is longer than any that a desk uses and was not taken. Scan an identity card, a receipt or a separator sheet.",
    ),
    "scan.not_here": ("Mã này không dùng được ở màn hình đang mở.", "This code cannot be used on this screen."),
    "page.blurred": (
        "Trang có thể bị mờ. Quét lại nếu khó đọc.",
        "The page may be blurred. Scan it again if it is hard to read.",
    ),
    "page.blank": ("Trang có vẻ trắng. Xoá nếu không cần.", "The page seems blank. Delete it if it is not needed."),
    "page.skewed": (
        "Trang bị lệch nhiều. Đặt lại giấy rồi quét.",
        "The page lies very crooked. Lay it straight and scan again.",
    ),
    "page.dark": ("Trang quá tối. Tăng sáng rồi chụp lại.", "The page is too dark. Add light and take it again."),
    "page.cut": (
        "Trang bị mất góc hoặc mép. Đặt lại cho cả tờ nằm trong khung rồi chụp lại.",
        "A corner or an edge is missing. Lay the whole sheet inside the frame and take it again.",
    ),
    "page.low_resolution": (
        "Trang thiếu nét để in lại rõ. Quét từ 200 dpi hoặc chụp gần hơn.",
        "The page has too few pixels to print well. Scan at 200 dpi or take it closer.",
    ),
    "page.no_sheet": (
        "Không thấy mép tờ giấy nên ảnh được giữ nguyên. Đặt giấy trên nền khác màu rồi chụp lại nếu cần.",
        "No edge of a sheet was found, so the picture was kept as it is. Use a background of another colour if needed.",
    ),
    "page.glare": (
        "Có vệt sáng loá che chữ. Nghiêng đèn hoặc che bớt ánh sáng rồi chụp lại.",
        "A bright reflection covers writing. Move the lamp or shade it, then take the page again.",
    ),
    "page.two_sheets": (
        "Trong ảnh có nhiều hơn một tờ giấy; chỉ lấy một tờ. Chụp riêng từng tờ nếu cần cả hai.",
        "There is more than one sheet in the picture; only one was taken. Take each one alone if you need both.",
    ),
    "page.corner_cut": (
        "Góc giấy bị gấp hoặc bị che. Vuốt phẳng góc, bỏ vật che rồi chụp lại.",
        "A corner is folded or covered. Smooth it out or uncover it, then take the page again.",
    ),
    "why.black_on_white": (
        "chỉ có chữ đen nên lưu đen trắng, không mất nét",
        "black writing only, so black and white without loss",
    ),
    "why.layers": (
        "chữ sắc nét trên một lớp, dấu và mực màu ở lớp kia",
        "sharp writing in one layer, stamps and ink in the other",
    ),
    "why.picture": ("ảnh kín trang nên lưu cả trang như ảnh", "a picture all over, so the page is kept as one"),
    "why.blurred": (
        "chữ mờ, không tách lớp được nên lưu như ảnh",
        "writing too soft to be taken apart, so kept as a picture",
    ),
    "why.coarse": (
        "quét thưa điểm, không tách lớp được nên lưu như ảnh",
        "too coarse to be taken apart, so kept as a picture",
    ),
    "why.faint": ("chữ nhạt, không tách lớp để khỏi mất nét", "writing too pale to be taken apart without loss"),
    "why.blank": ("trang không có chữ", "nothing is written on it"),
    "why.two_sides": ("hai mặt thẻ, lưu như ảnh", "both sides of a card, as pictures"),
    "why.over_budget": ("đã nén hết mức mà vẫn lớn", "as small as it may become, and still big"),
    "split.unknown_component": (
        "Tờ phân cách “{detail}” không thuộc danh sách giấy tờ này; các trang sau nó chưa xếp.",
        "The separator sheet “{detail}” belongs to no paper of this list; the pages after it stay unsorted.",
    ),
    "split.unreadable": (
        "Một tờ phân cách không đọc rõ mã, được hiểu là giấy tờ kế tiếp. Xem lại ranh giới ở đó.",
        "One separator sheet could not be read in full and was taken as the next paper. Look at the border there.",
    ),
    "split.no_paper_left": (
        "Hết giấy tờ trong danh sách; các trang sau tờ phân cách cuối chưa xếp.",
        "The list has no further paper; the pages after the last separator sheet stay unsorted.",
    ),
    "split.empty": (
        "Sau tờ phân cách của “{detail}” không có trang nào.",
        "No page follows the separator sheet of “{detail}”.",
    ),
    "split.several": (
        "Có nhiều tờ phân cách liền nhau; có thể thiếu một giấy tờ.",
        "Several separator sheets lie together; a paper may be missing.",
    ),
    "split.at_the_end": ("Sau tờ phân cách cuối không có trang nào.", "No page follows the last separator sheet."),
    "split.cover_inside": (
        "Có tờ bìa ở giữa chồng; có thể từ đó là hồ sơ khác.",
        "A cover sheet lies in the middle; another dossier may begin there.",
    ),
    "page.orientation_unsure": (
        "Không chắc trang đã đúng chiều. Xem lại và xoay nếu cần.",
        "It is not certain that the page is the right way up. Look at it and turn it if needed.",
    ),
    "page.not_true_scale": (
        "Hai mặt quá lớn nên được thu nhỏ để vừa một trang A4. Quét từng mặt riêng nếu cần đúng cỡ.",
        "Both sides were shrunk to fit on one page of A4. Scan each side alone if the true size matters.",
    ),
}

FIELDS: dict[str, Pair] = {
    "procedure": ("Thủ tục", "Procedure"),
    "case": ("Trường hợp", "Case"),
    "full_name": ("Họ và tên", "Full name"),
    "id_number": ("Số giấy tờ", "Number"),
    "id_type": ("Loại giấy tờ", "Kind of paper"),
    "born": ("Ngày sinh", "Date of birth"),
    "sex": ("Giới tính", "Sex"),
    "phone": ("Điện thoại", "Phone"),
    "email": ("Thư điện tử", "E-mail"),
    "address": ("Nơi cư trú", "Address"),
    "address.text": ("Nơi cư trú", "Address"),
    "received_at": ("Thời điểm tiếp nhận", "Time of receipt"),
    "received_at_reason": ("Lý do", "Reason"),
    "sets": ("Số bộ", "Sets"),
    "note": ("Ghi chú", "Note"),
    "components": ("Giấy tờ", "Papers"),
    "pages": ("Trang", "Pages"),
    "unit": ("Mã đơn vị", "Unit code"),
    "unit_name": ("Tên đơn vị", "Name of the unit"),
    "desk": ("Tên quầy", "Name of the desk"),
    "officer": ("Cán bộ", "Officer"),
    "administrator": ("Quản trị", "Administrator"),
    "pin": ("Mã PIN", "PIN"),
    "name": ("Tên", "Name"),
    "role": ("Vai trò", "Role"),
    "scanner.key": ("Phím", "Key"),
    "scanner.name": ("Tên máy quét", "Scanner's name"),
    "scanner.dpi": ("Độ phân giải", "Resolution"),
    "scanner.address": ("Địa chỉ máy quét", "Scanner's address"),
    "copies": ("Số bản in", "Copies"),
    "phone_port": ("Cổng cho điện thoại", "Port for phones"),
    "idle_lock_min": ("Thời gian khoá", "Idle time"),
    "channel": ("Hình thức nộp", "Way of filing"),
    "return_method": ("Cách nhận kết quả", "Way of return"),
    "code": ("Mã hồ sơ", "Dossier code"),
    "file": ("Tệp", "File"),
}

VALUES: dict[str, Pair] = {
    "unknown": ("không rõ", "unknown"),
    "century": ("thế kỷ", "century"),
}
