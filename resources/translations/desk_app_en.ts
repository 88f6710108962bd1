<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="vi_VN">
<context>
    <name>Acceptance</name>
    <message>
        <source>Đã chuyển hồ sơ của {name} cho cán bộ tiếp nhận.</source>
        <translation>The dossier of {name} was passed to an officer.</translation>
    </message>
    <message>
        <source>công dân</source>
        <translation>a citizen</translation>
    </message>
    <message>
        <source>Hẹn trả {due}.</source>
        <translation>Due {due}.</translation>
    </message>
    <message>
        <source>Mã tạm; mã chính thức có khi gửi được về trung tâm.</source>
        <translation>Provisional code; the official one comes when the centre is reached.</translation>
    </message>
    <message>
        <source>Mở hồ sơ</source>
        <translation>Open dossier</translation>
    </message>
    <message>
        <source>Chưa tiếp nhận được.</source>
        <translation>Not accepted yet.</translation>
    </message>
    <message>
        <source>Đang in giấy hẹn…</source>
        <translation>Printing the receipt…</translation>
    </message>
    <message>
        <source>Và {count} việc nữa.</source>
        <translation>And {count} more.</translation>
    </message>
    <message>
        <source>Chưa tiếp nhận được: còn {count} việc.</source>
        <translation>Not accepted yet: {count} things are left.</translation>
    </message>
    <message>
        <source>Đã in giấy hẹn.</source>
        <translation>The receipt was printed.</translation>
    </message>
    <message>
        <source>Đã tiếp nhận {code}.</source>
        <translation>Accepted {code}.</translation>
    </message>
    <message>
        <source>Chưa in giấy hẹn.</source>
        <translation>The receipt was not printed.</translation>
    </message>
    <message>
        <source>Chưa in được {count} giấy hẹn.</source>
        <translation>{count} receipts could not be printed.</translation>
    </message>
    <message>
        <source>Chưa in được giấy hẹn {code}.</source>
        <translation>The receipt {code} was not printed.</translation>
    </message>
    <message>
        <source>Chưa in được giấy hẹn.</source>
        <translation>The receipt was not printed.</translation>
    </message>
    <message>
        <source>In lại</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>Còn {count} giấy hẹn chưa in từ lần trước.</source>
        <translation>{count} receipts are left to print from last time.</translation>
    </message>
    <message>
        <source>In ngay</source>
        <translation>Print now</translation>
    </message>
</context>
<context>
    <name>AddressField</name>
    <message>
        <source>Gõ tên xã, phường hoặc tỉnh hiện nay</source>
        <translation>Type the name of the present commune, ward or province</translation>
    </message>
    <message>
        <source>Xã, phường hiện nay</source>
        <translation>Present commune or ward</translation>
    </message>
    <message>
        <source>Chọn xã</source>
        <translation>Choose commune</translation>
    </message>
    <message>
        <source>Nay là: {unit}</source>
        <translation>Now: {unit}</translation>
    </message>
    <message>
        <source>Đổi</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>Xã cũ đã chia: {communes}</source>
        <translation>The old commune was divided: {communes}</translation>
    </message>
    <message>
        <source>Nay là: {unit}?</source>
        <translation>Now: {unit}?</translation>
    </message>
    <message>
        <source>Đúng</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>Nay thuộc {province}</source>
        <translation>Now in {province}</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Đóng</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>CameraView</name>
    <message>
        <source>Chụp</source>
        <translation>Take</translation>
    </message>
    <message>
        <source>Chụp (phím cách hoặc bàn đạp)</source>
        <translation>Take a page (space bar or foot pedal)</translation>
    </message>
    <message>
        <source>Tự chụp</source>
        <translation>Automatic</translation>
    </message>
    <message>
        <source>Tự chụp khi giấy nằm yên (A)</source>
        <translation>Take a page by itself when the paper lies still (A)</translation>
    </message>
    <message>
        <source>Tiếng báo khi tự chụp</source>
        <translation>Sound when a page was taken by itself</translation>
    </message>
    <message>
        <source>Giữ trang</source>
        <translation>Keep</translation>
    </message>
    <message>
        <source>Đóng (Esc)</source>
        <translation>Close (Esc)</translation>
    </message>
    <message>
        <source>Đang chụp…</source>
        <translation>Taking the page…</translation>
    </message>
    <message>
        <source>Chụp lại</source>
        <translation>Take again</translation>
    </message>
    <message>
        <source>Đang mở camera…</source>
        <translation>Opening the camera…</translation>
    </message>
</context>
<context>
    <name>CardMenu</name>
    <message>
        <source>Từ &amp;camera</source>
        <translation>From the &amp;camera</translation>
    </message>
    <message>
        <source>Từ &amp;trang đang xem</source>
        <translation>From the &amp;page in view</translation>
    </message>
    <message>
        <source>Từ tệp ả&amp;nh…</source>
        <translation>From a p&amp;icture…</translation>
    </message>
    <message>
        <source>Ảnh (*.jpg *.jpeg *.png *.webp *.tif *.pdf)</source>
        <translation>Pictures (*.jpg *.jpeg *.png *.webp *.tif *.pdf)</translation>
    </message>
    <message>
        <source>Ảnh thẻ căn cước</source>
        <translation>Picture of the identity card</translation>
    </message>
</context>
<context>
    <name>CardReading</name>
    <message>
        <source>từ tệp ảnh</source>
        <translation>from a picture</translation>
    </message>
    <message>
        <source>từ trang đang xem</source>
        <translation>from the page in view</translation>
    </message>
    <message>
        <source>camera, ba lần đọc giống nhau</source>
        <translation>camera, read alike three times</translation>
    </message>
    <message>
        <source>Không thấy mã QR căn cước trong ảnh. Chụp gần hơn, đủ sáng, không loá.</source>
        <translation>There is no identity card QR code in the picture. Take it closer, with enough light and no glare.</translation>
    </message>
    <message>
        <source>Người này đã nộp hồ sơ ở đây: lấy lại điện thoại, thư điện tử lần trước.</source>
        <translation>This person was here before: phone and e-mail are taken from last time.</translation>
    </message>
</context>
<context>
    <name>CatalogueSection</name>
    <message>
        <source>Thủ tục đang có hiệu lực</source>
        <translation>Procedures in force</translation>
    </message>
    <message>
        <source>Nhập danh mục…</source>
        <translation>Import…</translation>
    </message>
    <message>
        <source>Tiến độ nhập danh mục</source>
        <translation>Progress of the import</translation>
    </message>
    <message>
        <source>Kết quả</source>
        <translation>Outcome</translation>
    </message>
    <message>
        <source>Mã thủ tục</source>
        <translation>Procedure code</translation>
    </message>
    <message>
        <source>Nội dung</source>
        <translation>What</translation>
    </message>
    <message>
        <source>Chỗ trong tệp</source>
        <translation>Place in the file</translation>
    </message>
    <message>
        <source>Báo cáo nhập danh mục</source>
        <translation>Import report</translation>
    </message>
    <message>
        <source>Danh mục thủ tục</source>
        <translation>Catalogue of procedures</translation>
    </message>
    <message>
        <source>Nhận tệp danh mục của Cổng Dịch vụ công quốc gia (JSON, JSON theo dòng, hoặc nén gzip). Bản mới có hiệu lực với hồ sơ tiếp nhận sau đó; hồ sơ cũ giữ bản lúc tiếp nhận.</source>
        <translation>Takes catalogue files of the National Public Service Portal (JSON, JSON lines, or either in gzip). A new version counts for dossiers received after it; older dossiers keep the version of their receipt.</translation>
    </message>
    <message>
        <source>Danh mục thủ tục (*.json *.jsonl *.gz)</source>
        <translation>Catalogue of procedures (*.json *.jsonl *.gz)</translation>
    </message>
    <message>
        <source>Nhập danh mục thủ tục</source>
        <translation>Import procedures</translation>
    </message>
    <message>
        <source>tìm theo tên, mã hoặc chữ đầu</source>
        <translation>found by name, code or first letters</translation>
    </message>
    <message>
        <source>Đã nhận {taken} thủ tục; không nhận {refused}; {look} chỗ cần xem.</source>
        <translation>{taken} procedures taken; {refused} refused; {look} places to look at.</translation>
    </message>
</context>
<context>
    <name>CentralSection</name>
    <message>
        <source>Địa chỉ trung tâm</source>
        <translation>Address of the centre</translation>
    </message>
    <message>
        <source>Mã đăng ký</source>
        <translation>Enrolment code</translation>
    </message>
    <message>
        <source>Dùng một lần, do quản trị trung tâm cấp cho đúng đơn vị này</source>
        <translation>Works once; the administrator of the centre issues it for this unit</translation>
    </message>
    <message>
        <source>Đăng ký quầy</source>
        <translation>Enrol this desk</translation>
    </message>
    <message>
        <source>Thử kết nối</source>
        <translation>Test connection</translation>
    </message>
    <message>
        <source>Kết nối trung tâm</source>
        <translation>Connection to the centre</translation>
    </message>
    <message>
        <source>Nhập địa chỉ trung tâm.</source>
        <translation>Enter the address of the centre.</translation>
    </message>
    <message>
        <source>Nhập mã đăng ký.</source>
        <translation>Enter the enrolment code.</translation>
    </message>
    <message>
        <source>Đang hỏi trung tâm…</source>
        <translation>Asking the centre…</translation>
    </message>
    <message>
        <source>Quầy đã được trung tâm nhận. Những gì đang chờ sẽ tự gửi.</source>
        <translation>The centre knows this desk now. What waits is sent by itself.</translation>
    </message>
    <message>
        <source>Trung tâm trả lời tốt.</source>
        <translation>The centre answers well.</translation>
    </message>
    <message>
        <source>Đăng ký lại</source>
        <translation>Enrol again</translation>
    </message>
</context>
<context>
    <name>ConnectStep</name>
    <message>
        <source>Địa chỉ trung tâm</source>
        <translation>Address of the centre</translation>
    </message>
    <message>
        <source>Mã đăng ký</source>
        <translation>Enrolment code</translation>
    </message>
    <message>
        <source>Kết nối</source>
        <translation>Connect</translation>
    </message>
    <message>
        <source>Thiết bị</source>
        <translation>Devices</translation>
    </message>
    <message>
        <source>Tìm lại thiết bị</source>
        <translation>Look again</translation>
    </message>
    <message>
        <source>Kết nối và thiết bị</source>
        <translation>Connection and devices</translation>
    </message>
    <message>
        <source>Chưa có mã đăng ký thì cứ bắt đầu: hồ sơ nằm an toàn trên máy và được gửi khi đã kết nối.</source>
        <translation>No enrolment code yet? Start anyway: dossiers are safe on this computer and are sent once it is connected.</translation>
    </message>
    <message>
        <source>Đang tìm máy quét và camera…</source>
        <translation>Looking for scanners and cameras…</translation>
    </message>
    <message>
        <source>Chưa thấy máy quét hay camera nào. Vẫn thêm được trang từ tệp hoặc thư mục.</source>
        <translation>No scanner or camera yet. Pages can still be added from files or a folder.</translation>
    </message>
    <message>
        <source>Sẵn sàng</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>Chưa sẵn sàng</source>
        <translation>Not ready</translation>
    </message>
    <message>
        <source>Nhập địa chỉ, ví dụ https://motcua.camau.gov.vn</source>
        <translation>Enter the address, for example https://motcua.camau.gov.vn</translation>
    </message>
    <message>
        <source>Nhập mã đăng ký do trung tâm cấp.</source>
        <translation>Enter the enrolment code that the centre issued.</translation>
    </message>
</context>
<context>
    <name>DateField</name>
    <message>
        <source>ngày/tháng/năm</source>
        <translation>day/month/year</translation>
    </message>
    <message>
        <source>Gõ ngày theo dạng 05/03/1991, hoặc chỉ năm sinh 1991.</source>
        <translation>Type the date as 05/03/1991, or only the year 1991.</translation>
    </message>
    <message>
        <source>Gõ đủ ngày, tháng, năm, ví dụ 05/03/1991.</source>
        <translation>Type day, month and year, for example 05/03/1991.</translation>
    </message>
</context>
<context>
    <name>DevicesSection</name>
    <message>
        <source>Camera</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>0 là camera thứ nhất, 1 là camera thứ hai; hoặc đường dẫn tới thiết bị</source>
        <translation>0 is the first camera, 1 the second; or the path of a device</translation>
    </message>
    <message>
        <source>Cổng của súng đọc mã</source>
        <translation>Port of the barcode gun</translation>
    </message>
    <message>
        <source>Bỏ trống nếu súng gõ như bàn phím; cổng COM không bị bộ gõ làm hỏng.</source>
        <translation>Leave empty for a gun that types like a keyboard; a serial port is safe from input methods.</translation>
    </message>
    <message>
        <source>Thư mục nhận trang quét</source>
        <translation>Folder for scanned pages</translation>
    </message>
    <message>
        <source>Phần mềm của máy quét lưu tệp vào đây, chương trình tự lấy vào hồ sơ đang mở. Bỏ trống nếu không dùng.</source>
        <translation>The scanner&apos;s own program saves files here; they are taken into the open dossier. Leave empty if not used.</translation>
    </message>
    <message>
        <source>Chọn thư mục…</source>
        <translation>Choose folder…</translation>
    </message>
    <message>
        <source>Không dùng</source>
        <translation>None</translation>
    </message>
    <message>
        <source>Thiết bị</source>
        <translation>Devices</translation>
    </message>
    <message>
        <source>Không có thư mục này. Chọn lại, hoặc tạo thư mục trước.</source>
        <translation>There is no such folder. Choose again, or make it first.</translation>
    </message>
</context>
<context>
    <name>DossierList</name>
    <message>
        <source>Hồ sơ</source>
        <translation>Dossiers</translation>
    </message>
    <message>
        <source>Danh sách hồ sơ</source>
        <translation>List of dossiers</translation>
    </message>
    <message>
        <source>Bỏ lọc</source>
        <translation>Clear filters</translation>
    </message>
    <message>
        <source>Không có hồ sơ nào khớp. Gõ ít chữ hơn, bỏ dấu hoặc bỏ lọc.</source>
        <translation>No dossier fits. Type less, leave accents out or clear the filters.</translation>
    </message>
    <message>
        <source>Quầy chưa có hồ sơ nào. Nhấn F3 để tiếp nhận hồ sơ đầu tiên.</source>
        <translation>This desk has no dossiers yet. Press F3 to accept the first one.</translation>
    </message>
    <message>
        <source>hơn {count} hồ sơ, mới nhất trước</source>
        <translation>more than {count} dossiers, newest first</translation>
    </message>
    <message>
        <source>{count} hồ sơ, mới nhất trước</source>
        <translation>{count} dossiers, newest first</translation>
    </message>
</context>
<context>
    <name>DossierPane</name>
    <message>
        <source>Chọn một hồ sơ trong danh sách, nhấn Enter để mở.</source>
        <translation>Choose a dossier in the list and press Enter to open it.</translation>
    </message>
    <message>
        <source>Chi tiết hồ sơ</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Người nộp</source>
        <translation>Submitter</translation>
    </message>
    <message>
        <source>Tiếp nhận</source>
        <translation>Intake</translation>
    </message>
    <message>
        <source>Hẹn trả</source>
        <translation>Due</translation>
    </message>
    <message>
        <source>Người nhận</source>
        <translation>Received by</translation>
    </message>
    <message>
        <source>Mở hồ sơ</source>
        <translation>Open dossier</translation>
    </message>
    <message>
        <source>Mỗi lần mở hồ sơ đều được ghi vào nhật ký.</source>
        <translation>Every look at a dossier is written into its history.</translation>
    </message>
    <message>
        <source>Chép mã hồ sơ</source>
        <translation>Copy dossier code</translation>
    </message>
    <message>
        <source>Giấy hẹn đầu tiên in mã tạm {code}.</source>
        <translation>The first receipt was printed as {code}.</translation>
    </message>
    <message>
        <source>Mã tạm; mã chính thức đến khi trung tâm nhận hồ sơ.</source>
        <translation>Provisional code; the official one comes when the centre has the dossier.</translation>
    </message>
    <message>
        <source>Trung tâm chưa nhận hồ sơ này, cần người xử lý.</source>
        <translation>The centre has not taken this dossier; somebody has to look at it.</translation>
    </message>
    <message>
        <source>Xem trong hàng đợi</source>
        <translation>See in the queue</translation>
    </message>
    <message>
        <source>Giấy hẹn {code}</source>
        <translation>Receipt {code}</translation>
    </message>
    <message>
        <source>Xem giấy hẹn</source>
        <translation>See receipt</translation>
    </message>
    <message>
        <source>In lại</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>Chủ hồ sơ</source>
        <translation>Applicant</translation>
    </message>
    <message>
        <source>Thành phần hồ sơ</source>
        <translation>Papers</translation>
    </message>
    <message>
        <source>{count} giấy tờ</source>
        <translation>{count} papers</translation>
    </message>
    <message>
        <source>Giấy đã in</source>
        <translation>Printed</translation>
    </message>
    <message>
        <source>Máy in chưa in được giấy hẹn.</source>
        <translation>The printer did not print the receipt.</translation>
    </message>
    <message>
        <source>Giấy hẹn chưa in.</source>
        <translation>The receipt is not printed yet.</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>Chưa có giấy nào.</source>
        <translation>Nothing yet.</translation>
    </message>
    <message>
        <source>Nhật ký</source>
        <translation>History</translation>
    </message>
    <message>
        <source>… và {count} việc trước đó.</source>
        <translation>… and {count} earlier ones.</translation>
    </message>
    <message>
        <source>Xem</source>
        <translation>See</translation>
    </message>
</context>
<context>
    <name>DossiersScreen</name>
    <message>
        <source>Mở</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Về danh sách</source>
        <translation>To the list</translation>
    </message>
    <message>
        <source>Tìm</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Đã chép mã {code}</source>
        <translation>Copied {code}</translation>
    </message>
</context>
<context>
    <name>Drawer</name>
    <message>
        <source>Trang đã quét</source>
        <translation>Scanned pages</translation>
    </message>
    <message>
        <source>Thu lại</source>
        <translation>Fold away</translation>
    </message>
</context>
<context>
    <name>DuplexGuide</name>
    <message>
        <source>Đổi thứ tự mặt sau</source>
        <translation>Reverse the backs</translation>
    </message>
    <message>
        <source>Đóng</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Quét hai mặt · bước {step}/3</source>
        <translation>Both sides · step {step}/3</translation>
    </message>
    <message>
        <source>Đang quét…</source>
        <translation>Scanning…</translation>
    </message>
    <message>
        <source>Đặt cả chồng giấy vào khay nạp, mặt trước sẽ được quét. Đã có {count} mặt trước.</source>
        <translation>Put the whole stack into the feeder, so that the fronts are scanned. {count} fronts so far.</translation>
    </message>
    <message>
        <source>Quét mặt trước</source>
        <translation>Scan fronts</translation>
    </message>
    <message>
        <source>Đã quét {count} mặt trước. Lấy chồng giấy ra, lật cả chồng như lật trang sách, không xáo và không xoay đầu giấy, rồi đặt lại vào khay.</source>
        <translation>{count} fronts scanned. Take the stack out, turn it over as a whole like the page of a book, without shuffling and without turning it head down, and put it back into the feeder.</translation>
    </message>
    <message>
        <source>Quét mặt sau</source>
        <translation>Scan backs</translation>
    </message>
    <message>
        <source>Mặt sau được xếp ngược lại.</source>
        <translation>The backs are taken in reverse.</translation>
    </message>
    <message>
        <source>Mặt sau giữ thứ tự quét.</source>
        <translation>The backs keep the order of scanning.</translation>
    </message>
    <message>
        <source>{count} mặt trước và {count} mặt sau, vừa khớp.</source>
        <translation>{count} fronts and {count} backs, a perfect match.</translation>
    </message>
    <message>
        <source>Ghép xen kẽ</source>
        <translation>Interleave</translation>
    </message>
    <message>
        <source>Lệch số: {fronts} mặt trước, {backs} mặt sau. Có thể máy kéo dính hai tờ. Ghép thì phần thừa nằm cuối; hoặc Đóng để giữ nguyên như đã quét.</source>
        <translation>The numbers differ: {fronts} fronts, {backs} backs. Two sheets may have been drawn in at once. If merged, what is left over comes last; or close to keep all as scanned.</translation>
    </message>
    <message>
        <source>Vẫn ghép</source>
        <translation>Merge anyway</translation>
    </message>
</context>
<context>
    <name>Dustbin</name>
    <message>
        <source>Thùng rác</source>
        <translation>Dustbin</translation>
    </message>
    <message>
        <source>Thùng rác trống. Trang đã xoá nằm ở đây tới khi tiếp nhận.</source>
        <translation>The dustbin is empty. Deleted pages stay here until the dossier is accepted.</translation>
    </message>
    <message>
        <source>Khôi phục</source>
        <translation>Restore</translation>
    </message>
    <message>
        <source>Đóng</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Thùng rác: {count} trang</source>
        <translation>Dustbin: {count} pages</translation>
    </message>
</context>
<context>
    <name>ExtractionDialog</name>
    <message>
        <source>Bóc tách dữ liệu</source>
        <translation>Take out data</translation>
    </message>
    <message>
        <source>Giữ dữ liệu</source>
        <translation>Keep the data</translation>
    </message>
    <message>
        <source>Đóng</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Đang xem chữ đã đọc trên các trang…</source>
        <translation>Looking at the words read on the pages…</translation>
    </message>
    <message>
        <source>Máy đọc được {count} mục, cần đối chiếu với giấy tờ trước khi giữ.</source>
        <translation>{count} facts were read; compare them with the paper before you keep them.</translation>
    </message>
    <message>
        <source>Chưa có chữ đọc được từ các trang này: nhập tay nếu cần.</source>
        <translation>No words have been read on these pages: type what is needed.</translation>
    </message>
    <message>
        <source>Không tìm thêm được mục nào: nhập tay nếu cần.</source>
        <translation>Nothing more was found: type what is needed.</translation>
    </message>
    <message>
        <source>Ghi ngày theo dạng 05/03/2026.</source>
        <translation>Write the day as 05/03/2026.</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Đến hạn, quá hạn</source>
        <translation>Due or overdue</translation>
    </message>
    <message>
        <source>Nhận hôm nay</source>
        <translation>Received today</translation>
    </message>
    <message>
        <source>Tuần này</source>
        <translation>This week</translation>
    </message>
    <message>
        <source>Tôi nhận</source>
        <translation>Mine</translation>
    </message>
    <message>
        <source>Mọi tình trạng</source>
        <translation>Any status</translation>
    </message>
    <message>
        <source>Tình trạng</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Mọi thủ tục</source>
        <translation>Any procedure</translation>
    </message>
    <message>
        <source>Thủ tục</source>
        <translation>Procedure</translation>
    </message>
</context>
<context>
    <name>FindLine</name>
    <message>
        <source>Tên không dấu, mã hồ sơ, số điện thoại, số căn cước, tên thủ tục…</source>
        <translation>Name, dossier code, phone number, card number, procedure…</translation>
    </message>
    <message>
        <source>Tìm hồ sơ</source>
        <translation>Search dossiers</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>Đơn vị</source>
        <translation>Office</translation>
    </message>
    <message>
        <source>Người dùng</source>
        <translation>People</translation>
    </message>
    <message>
        <source>Kết nối</source>
        <translation>Connect</translation>
    </message>
    <message>
        <source>Quay lại</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Tiếp tục</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>Bắt đầu làm việc</source>
        <translation>Start working</translation>
    </message>
    <message>
        <source>Hoặc chép mã ra giấy.</source>
        <translation>Or copy the key onto paper.</translation>
    </message>
    <message>
        <source>Đã kết nối trung tâm với tư cách {unit}.</source>
        <translation>Connected to the centre as {unit}.</translation>
    </message>
</context>
<context>
    <name>FormsSection</name>
    <message>
        <source>Biểu mẫu theo</source>
        <translation>Forms under</translation>
    </message>
    <message>
        <source>Khổ giấy</source>
        <translation>Paper</translation>
    </message>
    <message>
        <source>2 bản A5 trên A4</source>
        <translation>Two A5 on A4</translation>
    </message>
    <message>
        <source>Số bản in</source>
        <translation>Copies</translation>
    </message>
    <message>
        <source>Máy in</source>
        <translation>Printer</translation>
    </message>
    <message>
        <source>Máy in mặc định của máy</source>
        <translation>The computer&apos;s default printer</translation>
    </message>
    <message>
        <source>Ghi số định danh trong mã QR</source>
        <translation>Personal number in the QR code</translation>
    </message>
    <message>
        <source>Biểu mẫu và in</source>
        <translation>Forms and printing</translation>
    </message>
    <message>
        <source>{name} (không thấy)</source>
        <translation>{name} (not found)</translation>
    </message>
    <message>
        <source>Chưa thấy máy in nào; cắm và cài máy in trong hệ điều hành.</source>
        <translation>No printer found; plug one in and set it up in the operating system.</translation>
    </message>
    <message>
        <source>TT 01/2023/TT-VPCP Điều 26 yêu cầu số này; cơ quan có thể chọn không ghi.</source>
        <translation>TT 01/2023/TT-VPCP Article 26 asks for this number; an office may leave it out.</translation>
    </message>
    <message>
        <source>Mẫu đang dựng theo nội dung bắt buộc; cần đối chiếu với phụ lục chính thức trước khi dùng thật.</source>
        <translation>Built from the required content; compare it with the official annex before real use.</translation>
    </message>
</context>
<context>
    <name>FoundScanners</name>
    <message>
        <source>Không tự tìm thấy? Địa chỉ máy quét mạng</source>
        <translation>Not found? Address of a network scanner</translation>
    </message>
    <message>
        <source>Tìm thấy</source>
        <translation>Found</translation>
    </message>
    <message>
        <source>Máy quét tìm thấy</source>
        <translation>Scanners found</translation>
    </message>
    <message>
        <source>Tìm máy quét</source>
        <translation>Find scanners</translation>
    </message>
    <message>
        <source>Kiểm tra</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>Gõ địa chỉ IP hoặc tên của máy quét.</source>
        <translation>Type the scanner&apos;s IP address or name.</translation>
    </message>
    <message>
        <source>Đang tìm trong mạng và trên máy này…</source>
        <translation>Looking in the network and on this computer…</translation>
    </message>
    <message>
        <source>Đang tìm… đã thấy {count}. Enter để chọn.</source>
        <translation>Looking… {count} so far. Enter chooses.</translation>
    </message>
    <message>
        <source>Tìm thấy {count}. Enter để chọn.</source>
        <translation>{count} found. Enter chooses.</translation>
    </message>
    <message>
        <source>Không thấy máy quét nào. Bật máy quét và nối cùng mạng, hoặc gõ địa chỉ của nó.</source>
        <translation>No scanner found. Switch it on in the same network, or type its address.</translation>
    </message>
    <message>
        <source>Dừng tìm</source>
        <translation>Stop looking</translation>
    </message>
    <message>
        <source>Dừng</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Đã có · Ctrl+{key}</source>
        <translation>Kept · Ctrl+{key}</translation>
    </message>
</context>
<context>
    <name>IntakeScreen</name>
    <message>
        <source>Đang lưu…</source>
        <translation>Saving…</translation>
    </message>
    <message>
        <source>từ trang đã quét</source>
        <translation>from a scanned page</translation>
    </message>
    <message>
        <source>Hồ sơ mới</source>
        <translation>New dossier</translation>
    </message>
    <message>
        <source>Xếp trang</source>
        <translation>Sort pages</translation>
    </message>
    <message>
        <source>Quét</source>
        <translation>Scan</translation>
    </message>
    <message>
        <source>Đọc thẻ</source>
        <translation>Read card</translation>
    </message>
    <message>
        <source>Lặp lại hồ sơ trước</source>
        <translation>Repeat last dossier</translation>
    </message>
    <message>
        <source>Tiếp nhận</source>
        <translation>Intake</translation>
    </message>
    <message>
        <source>Chuyển cán bộ</source>
        <translation>Hand over</translation>
    </message>
    <message>
        <source>Về đơn</source>
        <translation>To the form</translation>
    </message>
    <message>
        <source>Xem lại</source>
        <translation>Review</translation>
    </message>
    <message>
        <source>Hoàn tác</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>súng đọc mã</source>
        <translation>barcode gun</translation>
    </message>
    <message>
        <source>Người này đã nộp hồ sơ ở đây: những ô còn trống lấy theo lần trước.</source>
        <translation>This person was here before: empty fields are filled as last time.</translation>
    </message>
    <message>
        <source>Bạn chưa tiếp nhận hồ sơ nào để lặp lại.</source>
        <translation>You have not accepted a dossier yet that could be repeated.</translation>
    </message>
    <message>
        <source>Chưa lưu được</source>
        <translation>Not saved</translation>
    </message>
    <message>
        <source>Chưa lưu được bản nháp; chương trình tự thử lại mỗi 5 giây.</source>
        <translation>The draft could not be saved; it is tried again every 5 seconds.</translation>
    </message>
    <message>
        <source>Thử lưu lại</source>
        <translation>Save again</translation>
    </message>
    <message>
        <source>Đã lưu {time}</source>
        <translation>Saved {time}</translation>
    </message>
    <message>
        <source>Người này đã nộp thủ tục này trong 30 ngày qua: {codes}.</source>
        <translation>This person filed this procedure within the last 30 days: {codes}.</translation>
    </message>
    <message>
        <source>Xem hồ sơ</source>
        <translation>See dossier</translation>
    </message>
</context>
<context>
    <name>KeyBar</name>
    <message>
        <source>Mọi thứ đã lưu trên máy này</source>
        <translation>Everything is saved on this computer</translation>
    </message>
</context>
<context>
    <name>KeyCard</name>
    <message>
        <source>Đóng</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>LivePicture</name>
    <message>
        <source>Hình từ camera</source>
        <translation>Camera picture</translation>
    </message>
</context>
<context>
    <name>LookPanel</name>
    <message>
        <source>Ảnh gốc, chưa xử lý · V</source>
        <translation>As it came, unprepared · V</translation>
    </message>
    <message>
        <source>Không đọc được trang này.</source>
        <translation>This page cannot be read.</translation>
    </message>
    <message>
        <source>Đang mở trang…</source>
        <translation>Opening the page…</translation>
    </message>
    <message>
        <source>Đang xử lý trang này…</source>
        <translation>Preparing this page…</translation>
    </message>
    <message>
        <source>Được (phím cách)</source>
        <translation>Good (Space)</translation>
    </message>
    <message>
        <source>Thay trang…</source>
        <translation>Replace page…</translation>
    </message>
    <message>
        <source>Trên trang có căn cước của {name}.</source>
        <translation>The page shows the identity card of {name}.</translation>
    </message>
    <message>
        <source>Điền vào đơn</source>
        <translation>Fill in</translation>
    </message>
    <message>
        <source>Trên trang có mã hồ sơ {code}.</source>
        <translation>The page shows the dossier code {code}.</translation>
    </message>
    <message>
        <source>Mở hồ sơ</source>
        <translation>Open dossier</translation>
    </message>
</context>
<context>
    <name>LookSection</name>
    <message>
        <source>Ngôn ngữ</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>Giấy in cho người dân luôn bằng tiếng Việt.</source>
        <translation>Paper for citizens is always in Vietnamese.</translation>
    </message>
    <message>
        <source>Màu giao diện</source>
        <translation>Colours</translation>
    </message>
    <message>
        <source>Theo máy</source>
        <translation>As the system</translation>
    </message>
    <message>
        <source>Sáng</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Tối</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>Tương phản cao</source>
        <translation>High contrast</translation>
    </message>
    <message>
        <source>Cỡ chữ theo mức phóng to của Windows (100–200 %).</source>
        <translation>Text follows the scaling of Windows (100–200 %).</translation>
    </message>
    <message>
        <source>Giao diện</source>
        <translation>Appearance</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Quầy Một Cửa</source>
        <translation>One-Stop Desk</translation>
    </message>
    <message>
        <source>Vai trò này không tra cứu hồ sơ. Đổi người dùng (Ctrl+U) để tìm.</source>
        <translation>This role does not search dossiers. Switch person (Ctrl+U) to search.</translation>
    </message>
</context>
<context>
    <name>OfficeSection</name>
    <message>
        <source>Mã đơn vị</source>
        <translation>Unit code</translation>
    </message>
    <message>
        <source>Mã định danh của cơ quan, ghi trong mã hồ sơ</source>
        <translation>Identifier of the body, part of every dossier code</translation>
    </message>
    <message>
        <source>Tên đơn vị</source>
        <translation>Name of the office</translation>
    </message>
    <message>
        <source>UBND xã …</source>
        <translation>for example the People&apos;s Committee</translation>
    </message>
    <message>
        <source>Tên quầy</source>
        <translation>Name of the desk</translation>
    </message>
    <message>
        <source>Địa danh</source>
        <translation>Place name</translation>
    </message>
    <message>
        <source>Ghi trước ngày tháng; bỏ trống sẽ lấy từ tên đơn vị</source>
        <translation>Printed before the date; left empty, it is taken from the office&apos;s name</translation>
    </message>
    <message>
        <source>Dòng cơ quan chủ quản</source>
        <translation>Line of the superior body</translation>
    </message>
    <message>
        <source>Bỏ trống sẽ ghi tên đơn vị</source>
        <translation>Left empty, the name of the office is printed</translation>
    </message>
    <message>
        <source>Dòng tên bộ phận</source>
        <translation>Line of the department</translation>
    </message>
    <message>
        <source>Trung tâm Phục vụ hành chính công</source>
        <translation>for example the public service centre</translation>
    </message>
    <message>
        <source>Điện thoại liên hệ</source>
        <translation>Telephone</translation>
    </message>
    <message>
        <source>Nơi tra cứu hồ sơ</source>
        <translation>Where dossiers can be looked up</translation>
    </message>
    <message>
        <source>Tự khoá sau (phút)</source>
        <translation>Lock after (minutes)</translation>
    </message>
    <message>
        <source>Không gõ phím, không dùng chuột; 0 là không khoá</source>
        <translation>Without a key or the mouse; 0 never locks</translation>
    </message>
    <message>
        <source>Quầy và đơn vị</source>
        <translation>Desk and office</translation>
    </message>
    <message>
        <source>Trên giấy in</source>
        <translation>On printed paper</translation>
    </message>
    <message>
        <source>An toàn tại quầy</source>
        <translation>Safety at the desk</translation>
    </message>
</context>
<context>
    <name>OfficeStep</name>
    <message>
        <source>Xã, phường, đặc khu</source>
        <translation>Commune, ward, special zone</translation>
    </message>
    <message>
        <source>Gõ vài chữ của tên xã, không cần dấu</source>
        <translation>Type a few letters of its name, accents not needed</translation>
    </message>
    <message>
        <source>Tên đơn vị</source>
        <translation>Name of the office</translation>
    </message>
    <message>
        <source>In trên giấy hẹn, ví dụ: UBND xã Khánh An</source>
        <translation>Printed on receipts, for example: UBND xã Khánh An</translation>
    </message>
    <message>
        <source>Mã đơn vị</source>
        <translation>Unit code</translation>
    </message>
    <message>
        <source>Mã định danh điện tử, ví dụ: H12.64</source>
        <translation>Electronic identifier, for example: H12.64</translation>
    </message>
    <message>
        <source>Tên quầy</source>
        <translation>Name of the desk</translation>
    </message>
    <message>
        <source>Ví dụ: Quầy 2</source>
        <translation>For example: Quầy 2</translation>
    </message>
    <message>
        <source>Quầy này của đơn vị nào?</source>
        <translation>Whose desk is this?</translation>
    </message>
    <message>
        <source>Mọi thứ đều sửa lại được sau này trong Cài đặt (F6).</source>
        <translation>Everything can be changed later in Settings (F6).</translation>
    </message>
</context>
<context>
    <name>OpenDrafts</name>
    <message>
        <source>Bỏ hồ sơ đang làm…</source>
        <translation>Discard this draft…</translation>
    </message>
    <message>
        <source>Bỏ hồ sơ đang làm?</source>
        <translation>Discard this draft?</translation>
    </message>
    <message>
        <source>Hồ sơ sẽ không còn trong danh sách bản nháp.</source>
        <translation>It will no longer be among the drafts.</translation>
    </message>
    <message>
        <source>Bỏ hồ sơ</source>
        <translation>Discard</translation>
    </message>
    <message>
        <source>Giữ lại</source>
        <translation>Keep</translation>
    </message>
    <message>
        <source>Đã mở lại hồ sơ đang làm dở lúc {time}.</source>
        <translation>The draft of {time} was opened again.</translation>
    </message>
    <message>
        <source>Bắt đầu hồ sơ mới</source>
        <translation>Start a new dossier</translation>
    </message>
    <message>
        <source>{count} bản nháp khác</source>
        <translation>{count} other drafts</translation>
    </message>
    <message>
        <source>(chưa có tên)</source>
        <translation>(no name yet)</translation>
    </message>
    <message>
        <source>chuyển từ tình nguyện viên</source>
        <translation>from a volunteer</translation>
    </message>
</context>
<context>
    <name>OutlookBar</name>
    <message>
        <source>Ngày hẹn trả</source>
        <translation>Due</translation>
    </message>
    <message>
        <source>Hồ sơ mới</source>
        <translation>New dossier</translation>
    </message>
    <message>
        <source>Chọn thủ tục để biết ngày hẹn trả.</source>
        <translation>Choose a procedure to see the due date.</translation>
    </message>
    <message>
        <source>Không hẹn ngày</source>
        <translation>No due date</translation>
    </message>
    <message>
        <source>Mã hồ sơ (cấp trước cho quầy này)</source>
        <translation>Dossier code (reserved for this desk)</translation>
    </message>
    <message>
        <source>Mã hồ sơ (hết mã cấp trước)</source>
        <translation>Dossier code (none reserved)</translation>
    </message>
    <message>
        <source>Cấp mã tạm</source>
        <translation>Provisional code</translation>
    </message>
    <message>
        <source>Tiếp nhận và in giấy hẹn</source>
        <translation>Accept and print receipt</translation>
    </message>
    <message>
        <source>Chuyển cán bộ tiếp nhận</source>
        <translation>Pass to an officer</translation>
    </message>
    <message>
        <source>Đang tiếp nhận…</source>
        <translation>Accepting…</translation>
    </message>
</context>
<context>
    <name>PageActs</name>
    <message>
        <source>Chưa xếp</source>
        <translation>Unsorted</translation>
    </message>
</context>
<context>
    <name>PageButtons</name>
    <message>
        <source>Quét</source>
        <translation>Scan</translation>
    </message>
    <message>
        <source>Quét vào giấy tờ đang chọn</source>
        <translation>Scan into the selected paper</translation>
    </message>
    <message>
        <source>Chụp bằng camera</source>
        <translation>Take with the camera</translation>
    </message>
    <message>
        <source>Chụp bằng điện thoại (Ctrl+M)</source>
        <translation>Take with a phone (Ctrl+M)</translation>
    </message>
    <message>
        <source>Mở tệp (Ctrl+O)</source>
        <translation>Open files (Ctrl+O)</translation>
    </message>
    <message>
        <source>Xoay phải (R, Shift+R: xoay trái)</source>
        <translation>Turn right (R, Shift+R: turn left)</translation>
    </message>
    <message>
        <source>Xoá trang (Del), mở thùng rác (T)</source>
        <translation>Delete pages (Del), open the dustbin (T)</translation>
    </message>
    <message>
        <source>Hoàn tác (Ctrl+Z)</source>
        <translation>Undo (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Làm lại (Ctrl+Y)</source>
        <translation>Redo (Ctrl+Y)</translation>
    </message>
    <message>
        <source>Thùng rác</source>
        <translation>Dustbin</translation>
    </message>
    <message>
        <source>Các phím (?)</source>
        <translation>Keys (?)</translation>
    </message>
    <message>
        <source>Thùng rác ({count})</source>
        <translation>Dustbin ({count})</translation>
    </message>
    <message>
        <source>Quét cả chồng</source>
        <translation>Scan the stack</translation>
    </message>
    <message>
        <source>Dừng</source>
        <translation>Stop</translation>
    </message>
</context>
<context>
    <name>PageKeys</name>
    <message>
        <source>Xếp vào giấy tờ</source>
        <translation>Sorting into papers</translation>
    </message>
    <message>
        <source>Xếp trang vào giấy tờ mang số đó, rồi sang trang chưa xếp kế tiếp</source>
        <translation>Send to the paper of that number, then on to the next unsorted page</translation>
    </message>
    <message>
        <source>Chọn giấy tờ trong danh sách</source>
        <translation>Choose the paper from a list</translation>
    </message>
    <message>
        <source>Chia cả chồng theo số trang của từng giấy tờ</source>
        <translation>Divide the stack by numbers of pages</translation>
    </message>
    <message>
        <source>Chia theo tờ phân cách, xem trước rồi mới chia</source>
        <translation>Divide at separator sheets, seen before it is done</translation>
    </message>
    <message>
        <source>Từ trang này trở đi là giấy tờ kế tiếp</source>
        <translation>From this page on it is the next paper</translation>
    </message>
    <message>
        <source>Dời ranh giới giữa hai giấy tờ tới trang này</source>
        <translation>Move the border between two papers to this page</translation>
    </message>
    <message>
        <source>Dời trang lên, xuống</source>
        <translation>Move pages up, down</translation>
    </message>
    <message>
        <source>Sửa trang</source>
        <translation>Changing pages</translation>
    </message>
    <message>
        <source>Xoay phải (Shift+R: xoay trái)</source>
        <translation>Turn right (Shift+R: left)</translation>
    </message>
    <message>
        <source>Không đưa vào hồ sơ, hoặc đưa vào lại</source>
        <translation>Leave out of the dossier, or take in again</translation>
    </message>
    <message>
        <source>Ghép hai mặt thẻ vào một trang, hoặc tách ra</source>
        <translation>Both sides of a card on one page, or apart again</translation>
    </message>
    <message>
        <source>Bỏ vào thùng rác</source>
        <translation>Put into the dustbin</translation>
    </message>
    <message>
        <source>Mở thùng rác</source>
        <translation>Open the dustbin</translation>
    </message>
    <message>
        <source>Hoàn tác (Ctrl+Y: làm lại)</source>
        <translation>Undo (Ctrl+Y: redo)</translation>
    </message>
    <message>
        <source>Xem</source>
        <translation>See</translation>
    </message>
    <message>
        <source>Xem lại các trang đáng ngờ, đáng ngờ nhất trước</source>
        <translation>Look at suspicious pages, the worst first</translation>
    </message>
    <message>
        <source>Cách</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>Trang này được, sang trang đáng ngờ kế tiếp</source>
        <translation>This page is good, on to the next suspicious one</translation>
    </message>
    <message>
        <source>Kính lúp; mũi tên dời kính</source>
        <translation>Loupe; arrows move it</translation>
    </message>
    <message>
        <source>Ảnh gốc trước khi xử lý</source>
        <translation>The picture as it came</translation>
    </message>
    <message>
        <source>Xem trang thật lớn</source>
        <translation>See the page as big as can be</translation>
    </message>
    <message>
        <source>Mở rộng, thu lại khung trang</source>
        <translation>Widen the pane, or put it back</translation>
    </message>
    <message>
        <source>Quét</source>
        <translation>Scan</translation>
    </message>
    <message>
        <source>Quét (bấm lại: dừng)</source>
        <translation>Scan (press again to stop)</translation>
    </message>
    <message>
        <source>Quét bằng thiết bị mang số đó</source>
        <translation>Scan with the device of that number</translation>
    </message>
    <message>
        <source>Quét chèn vào trước trang này</source>
        <translation>Scan pages in before this one</translation>
    </message>
    <message>
        <source>Quét lại thay cho trang này</source>
        <translation>Scan again in place of this page</translation>
    </message>
    <message>
        <source>Chụp bằng điện thoại</source>
        <translation>Take with a phone</translation>
    </message>
    <message>
        <source>Quét hai mặt bằng máy chỉ quét một mặt</source>
        <translation>Both sides with a one-sided scanner</translation>
    </message>
</context>
<context>
    <name>PageStrip</name>
    <message>
        <source>Các trang đã quét</source>
        <translation>Scanned pages</translation>
    </message>
    <message>
        <source>{count} trang</source>
        <translation>{count} pages</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Trang đang xem</source>
        <translation>Page in view</translation>
    </message>
</context>
<context>
    <name>PageWords</name>
    <message>
        <source>Ảnh màu</source>
        <translation>Colour picture</translation>
    </message>
    <message>
        <source>Đen trắng</source>
        <translation>Black and white</translation>
    </message>
    <message>
        <source>2 lớp</source>
        <translation>2 layers</translation>
    </message>
    <message>
        <source>{count} KB</source>
        <translation>{count} KB</translation>
    </message>
    <message>
        <source>{count} dpi</source>
        <translation>{count} dpi</translation>
    </message>
    <message>
        <source>đã xoay {degrees}°</source>
        <translation>turned {degrees}°</translation>
    </message>
    <message>
        <source>hai mặt thẻ</source>
        <translation>both sides of a card</translation>
    </message>
    <message>
        <source>không đưa vào hồ sơ</source>
        <translation>left out of the dossier</translation>
    </message>
    <message>
        <source>Trang này cần xem lại: có thể bị mất góc hoặc mờ.</source>
        <translation>Look at this page again: a corner may be missing or it may be blurred.</translation>
    </message>
</context>
<context>
    <name>PagesCard</name>
    <message>
        <source>Trang đã quét</source>
        <translation>Scanned pages</translation>
    </message>
    <message>
        <source>Mở rộng</source>
        <translation>Widen</translation>
    </message>
    <message>
        <source>{count} cần xem</source>
        <translation>{count} to look at</translation>
    </message>
    <message>
        <source>Thu lại</source>
        <translation>Fold away</translation>
    </message>
    <message>
        <source>Chưa xếp</source>
        <translation>Unsorted</translation>
    </message>
    <message>
        <source>{count} trang</source>
        <translation>{count} pages</translation>
    </message>
</context>
<context>
    <name>PaperTable</name>
    <message>
        <source>Thành phần hồ sơ</source>
        <translation>Papers</translation>
    </message>
</context>
<context>
    <name>PaperTray</name>
    <message>
        <source>Giấy tờ và phím số</source>
        <translation>Papers and their number keys</translation>
    </message>
</context>
<context>
    <name>PapersCard</name>
    <message>
        <source>Thành phần hồ sơ</source>
        <translation>Papers</translation>
    </message>
    <message>
        <source>Vẫn nhận…</source>
        <translation>Accept anyway…</translation>
    </message>
    <message>
        <source>Lý do vẫn tiếp nhận khi còn thiếu giấy tờ</source>
        <translation>Why it is accepted although papers are missing</translation>
    </message>
    <message>
        <source>Lý do không số hoá giấy tờ đang chọn</source>
        <translation>Why the selected paper is not digitised</translation>
    </message>
    <message>
        <source>Ghi chú</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Số bộ</source>
        <translation>Sets</translation>
    </message>
    <message>
        <source>Ghi chú, số bộ</source>
        <translation>Note, sets</translation>
    </message>
    <message>
        <source>Chọn thủ tục (Alt+T): danh sách giấy tờ hiện ra ở đây.</source>
        <translation>Choose a procedure (Alt+T): its list of papers appears here.</translation>
    </message>
    <message>
        <source>Tên giấy tờ thêm, rồi Enter</source>
        <translation>Name of another paper, then Enter</translation>
    </message>
    <message>
        <source>Tên giấy tờ thêm</source>
        <translation>Name of another paper</translation>
    </message>
    <message>
        <source>Thêm giấy tờ</source>
        <translation>Add paper</translation>
    </message>
    <message>
        <source>Không số hoá vì…</source>
        <translation>No scan because…</translation>
    </message>
    <message>
        <source>Lệ phí</source>
        <translation>Fees</translation>
    </message>
    <message>
        <source>Thời hạn</source>
        <translation>Time limit</translation>
    </message>
    <message>
        <source>Trường hợp: {case}</source>
        <translation>Case: {case}</translation>
    </message>
    <message>
        <source>{count} bộ</source>
        <translation>{count} sets</translation>
    </message>
    <message>
        <source>Bỏ đánh dấu đã nhận</source>
        <translation>Mark as not received</translation>
    </message>
    <message>
        <source>Đánh dấu đã nhận</source>
        <translation>Mark as received</translation>
    </message>
    <message>
        <source>Bóc tách dữ liệu… (Ctrl+B)</source>
        <translation>Take out data… (Ctrl+B)</translation>
    </message>
    <message>
        <source>Không số hoá vì</source>
        <translation>Not digitised because</translation>
    </message>
    <message>
        <source>Có số hoá</source>
        <translation>Digitised</translation>
    </message>
    <message>
        <source>Sẽ ghi lý do vẫn tiếp nhận vào hồ sơ.</source>
        <translation>The reason is written into the dossier.</translation>
    </message>
    <message>
        <source>Quét bổ sung (F10), đánh dấu đã nhận (phím cách), hoặc ghi lý do vẫn tiếp nhận.</source>
        <translation>Scan them (F10), mark them as received (Space), or say why it is accepted anyway.</translation>
    </message>
    <message>
        <source>Còn thiếu {count} giấy tờ.</source>
        <translation>{count} papers are missing.</translation>
    </message>
</context>
<context>
    <name>PapersModel</name>
    <message>
        <source>Giấy tờ</source>
        <translation>Paper</translation>
    </message>
    <message>
        <source>Bản
chính</source>
        <translation>Origi-
nals</translation>
    </message>
    <message>
        <source>Bản
sao</source>
        <translation>Copies
</translation>
    </message>
    <message>
        <source>Tình trạng</source>
        <translation>Status</translation>
    </message>
</context>
<context>
    <name>PdfDialog</name>
    <message>
        <source>In</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>Đóng</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>PdfView</name>
    <message>
        <source>Trang PDF</source>
        <translation>PDF page</translation>
    </message>
    <message>
        <source>Không mở được tệp này.</source>
        <translation>This file cannot be opened.</translation>
    </message>
    <message>
        <source>{count} trang</source>
        <translation>{count} pages</translation>
    </message>
    <message>
        <source>Thu nhỏ</source>
        <translation>Zoom out</translation>
    </message>
    <message>
        <source>Phóng to</source>
        <translation>Zoom in</translation>
    </message>
    <message>
        <source>Vừa chiều rộng</source>
        <translation>Fit width</translation>
    </message>
</context>
<context>
    <name>PeopleSection</name>
    <message>
        <source>Họ và tên</source>
        <translation>Full name</translation>
    </message>
    <message>
        <source>Vai trò</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>Trạng thái</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Người dùng</source>
        <translation>People</translation>
    </message>
    <message>
        <source>Thêm người</source>
        <translation>Add person</translation>
    </message>
    <message>
        <source>Đặt lại mã PIN</source>
        <translation>New PIN</translation>
    </message>
    <message>
        <source>Người mới</source>
        <translation>New person</translation>
    </message>
    <message>
        <source>Thôi</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>{name} có mã PIN mới và đăng nhập được ngay.</source>
        <translation>{name} has a new PIN and can sign in at once.</translation>
    </message>
    <message>
        <source>{name} nay là {role}.</source>
        <translation>{name} is now {role}.</translation>
    </message>
    <message>
        <source>Bị khoá vì gõ sai mã PIN nhiều lần; đặt mã PIN mới để mở.</source>
        <translation>Locked after too many wrong PINs; a new PIN opens it again.</translation>
    </message>
    <message>
        <source>Có tài khoản từ {day}.</source>
        <translation>Account since {day}.</translation>
    </message>
    <message>
        <source>Đã thêm {name}.</source>
        <translation>{name} was added.</translation>
    </message>
    <message>
        <source>Bị khoá</source>
        <translation>Locked</translation>
    </message>
    <message>
        <source>Sai PIN {count} lần</source>
        <translation>{count} wrong PINs</translation>
    </message>
    <message>
        <source>Đang dùng</source>
        <translation>Active</translation>
    </message>
</context>
<context>
    <name>PeopleStep</name>
    <message>
        <source>Họ và tên cán bộ</source>
        <translation>Officer&apos;s full name</translation>
    </message>
    <message>
        <source>In trên giấy hẹn, có dấu</source>
        <translation>Printed on receipts, with accents</translation>
    </message>
    <message>
        <source>Mã PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Gõ lại mã PIN</source>
        <translation>PIN again</translation>
    </message>
    <message>
        <source>Người quản trị</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>Quản trị</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>Mã PIN của quản trị</source>
        <translation>Administrator&apos;s PIN</translation>
    </message>
    <message>
        <source>Bỏ trống nếu dùng chung mã PIN của cán bộ</source>
        <translation>Leave empty to use the officer&apos;s PIN</translation>
    </message>
    <message>
        <source>Ai làm việc ở quầy này?</source>
        <translation>Who works at this desk?</translation>
    </message>
    <message>
        <source>Mỗi người ký tên vào việc mình làm bằng mã PIN. Thêm người khác sau trong Cài đặt.</source>
        <translation>Everybody signs their work with a PIN. Others can be added later in Settings.</translation>
    </message>
</context>
<context>
    <name>PersonForm</name>
    <message>
        <source>Thủ tục và người nộp</source>
        <translation>Procedure and person</translation>
    </message>
    <message>
        <source>Đọc thẻ</source>
        <translation>Read card</translation>
    </message>
    <message>
        <source>Họ và tên chủ hồ sơ</source>
        <translation>Applicant&apos;s full name</translation>
    </message>
    <message>
        <source>Số định danh cá nhân</source>
        <translation>Personal number</translation>
    </message>
    <message>
        <source>Loại giấy tờ</source>
        <translation>Kind of paper</translation>
    </message>
    <message>
        <source>Ngày sinh</source>
        <translation>Date of birth</translation>
    </message>
    <message>
        <source>Giới tính</source>
        <translation>Sex</translation>
    </message>
    <message>
        <source>Nơi cư trú</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>Điện thoại</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>Thư điện tử</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>Hình thức nộp</source>
        <translation>Way of filing</translation>
    </message>
    <message>
        <source>Nhận kết quả</source>
        <translation>Way of return</translation>
    </message>
    <message>
        <source>Quét thẻ căn cước, hoặc</source>
        <translation>Scan the identity card, or</translation>
    </message>
    <message>
        <source>Đã đọc căn cước · {how}</source>
        <translation>Card read · {how}</translation>
    </message>
    <message>
        <source>Đọc lại</source>
        <translation>Read again</translation>
    </message>
    <message>
        <source>Tên chủ hồ sơ</source>
        <translation>Applicant&apos;s name</translation>
    </message>
</context>
<context>
    <name>PhoneCode</name>
    <message>
        <source>Mã QR cho điện thoại</source>
        <translation>QR code for the phone</translation>
    </message>
</context>
<context>
    <name>PhoneView</name>
    <message>
        <source>Đang mở…</source>
        <translation>Opening…</translation>
    </message>
    <message>
        <source>Mạng</source>
        <translation>Network</translation>
    </message>
    <message>
        <source>Trang này không mã hoá: chỉ dùng trong mạng riêng của cơ quan, không dùng ở Wi-Fi công cộng.</source>
        <translation>The page is not encrypted: use it in the office&apos;s own network only, never on public Wi-Fi.</translation>
    </message>
    <message>
        <source>Điện thoại quét một mã QR, mở một trang dùng một lần trong mạng của cơ quan và chụp giấy tờ; ảnh vào thẳng hồ sơ đang mở. Trang chỉ mở trong lúc dùng, tối đa 15 phút nếu không có ảnh nào, và không mở ra Internet.</source>
        <translation>A phone scans a QR code, opens a one-time page on the office network and photographs the papers; the photos go straight into the open dossier. The page is open only while it is used, 15 minutes at most without a photo, and never to the Internet.</translation>
    </message>
    <message>
        <source>Dùng điện thoại làm máy quét</source>
        <translation>Use a phone as the scanner</translation>
    </message>
    <message>
        <source>Bật cho quầy</source>
        <translation>Switch on for this desk</translation>
    </message>
    <message>
        <source>Mở phiên mới</source>
        <translation>Open a new session</translation>
    </message>
    <message>
        <source>Chép địa chỉ</source>
        <translation>Copy the address</translation>
    </message>
    <message>
        <source>Dừng</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Đóng</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Thử lại</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>1. Điện thoại vào Wi-Fi của cơ quan.
2. Mở máy ảnh, quét mã này.
3. Bấm “Chụp ảnh” trên trang hiện ra.</source>
        <translation>1. Let the phone join the office Wi-Fi.
2. Open its camera, scan this code.
3. Press “Take a photo” on the page.</translation>
    </message>
    <message>
        <source>Còn {time}</source>
        <translation>{time} left</translation>
    </message>
    <message>
        <source>Đang nhận {percent} %</source>
        <translation>Receiving {percent} %</translation>
    </message>
    <message>
        <source>Đang lưu {count} ảnh</source>
        <translation>Saving {count}</translation>
    </message>
    <message>
        <source>Đã nhận {count} ảnh</source>
        <translation>{count} received</translation>
    </message>
    <message>
        <source>Điện thoại đã vào trang</source>
        <translation>A phone is there</translation>
    </message>
    <message>
        <source>Chờ điện thoại</source>
        <translation>Waiting for a phone</translation>
    </message>
    <message>
        <source>Phiên với điện thoại đã hết giờ; đã nhận {count} ảnh.</source>
        <translation>The session with the phone has timed out; {count} photos were received.</translation>
    </message>
    <message>
        <source>Chưa có điện thoại nào vào được</source>
        <translation>No phone has come in yet</translation>
    </message>
    <message>
        <source>Chép lệnh</source>
        <translation>Copy the line</translation>
    </message>
    <message>
        <source>Kiểm tra lại</source>
        <translation>Check again</translation>
    </message>
</context>
<context>
    <name>PhonesSection</name>
    <message>
        <source>Điện thoại trong mạng của cơ quan quét mã ở ô Trang đã quét, mở một trang dùng một lần và chụp giấy tờ vào hồ sơ.</source>
        <translation>A phone on the office network scans the code beside the scanned pages, opens a one-time page and photographs papers into the dossier.</translation>
    </message>
    <message>
        <source>Dùng điện thoại làm máy quét</source>
        <translation>Use a phone as the scanner</translation>
    </message>
    <message>
        <source>Tắt</source>
        <translation>Off</translation>
    </message>
    <message>
        <source>Bật</source>
        <translation>On</translation>
    </message>
    <message>
        <source>Trang chỉ mở trong lúc dùng, chỉ trong mạng nội bộ; mỗi lần một liên kết mới.</source>
        <translation>The page is open only while it is used, on the office network only, with a new link each time.</translation>
    </message>
    <message>
        <source>Cổng</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Cố định để mở tường lửa (mặc định 8632); 0 là cổng bất kỳ</source>
        <translation>Fixed, so that a firewall can be opened (8632 by default); 0 is any port</translation>
    </message>
    <message>
        <source>Chứng thư của cơ quan (tệp PEM)</source>
        <translation>The office&apos;s certificate (PEM file)</translation>
    </message>
    <message>
        <source>Bỏ trống thì trang không mã hoá, chỉ nên dùng trong Wi-Fi riêng của cơ quan.</source>
        <translation>Left empty, the page is not encrypted and should be used on the office&apos;s own Wi-Fi only.</translation>
    </message>
    <message>
        <source>Khoá của chứng thư (tệp PEM)</source>
        <translation>The certificate&apos;s key (PEM file)</translation>
    </message>
    <message>
        <source>Điện thoại</source>
        <translation>Phones</translation>
    </message>
</context>
<context>
    <name>Picker</name>
    <message>
        <source>Không tìm thấy. Gõ ít chữ hơn hoặc bỏ dấu.</source>
        <translation>Nothing found. Type fewer letters or leave the accents out.</translation>
    </message>
</context>
<context>
    <name>PinPair</name>
    <message>
        <source>Mã PIN mới</source>
        <translation>New PIN</translation>
    </message>
    <message>
        <source>Ít nhất 4 ký tự</source>
        <translation>At least 4 characters</translation>
    </message>
    <message>
        <source>Gõ lại mã PIN</source>
        <translation>PIN again</translation>
    </message>
    <message>
        <source>Hai lần gõ mã PIN không giống nhau. Gõ lại.</source>
        <translation>The two PINs differ. Type them again.</translation>
    </message>
</context>
<context>
    <name>PlanBar</name>
    <message>
        <source>5 2 0 8 …</source>
        <translation>5 2 0 8 …</translation>
    </message>
    <message>
        <source>Số trang của từng giấy tờ, theo thứ tự</source>
        <translation>Numbers of pages of the papers, in order</translation>
    </message>
    <message>
        <source>Chia</source>
        <translation>Divide</translation>
    </message>
    <message>
        <source>Thôi</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>Planning</name>
    <message>
        <source>Chia theo tờ phân cách: {pages} trang vào {papers} giấy tờ</source>
        <translation>Divide at separator sheets: {pages} pages into {papers} papers</translation>
    </message>
    <message>
        <source>Gõ số trang của từng giấy tờ theo thứ tự, cách nhau bằng dấu cách. Còn {count} trang.</source>
        <translation>Type how many pages each paper has, in order, with spaces between. {count} pages left.</translation>
    </message>
    <message>
        <source>Vừa đủ {count} trang.</source>
        <translation>Exactly {count} pages.</translation>
    </message>
    <message>
        <source>Thừa {count} trang so với chồng giấy.</source>
        <translation>{count} pages more than the stack has.</translation>
    </message>
    <message>
        <source>Chia {pages} trang chưa xếp theo số trang</source>
        <translation>Divide {pages} unsorted pages by numbers of pages</translation>
    </message>
    <message>
        <source>Xem các nhóm màu; kéo ranh giới nếu cần, rồi Enter.</source>
        <translation>Look at the coloured groups; drag borders if needed, then Enter.</translation>
    </message>
</context>
<context>
    <name>ProcedurePart</name>
    <message>
        <source>Thủ tục hành chính</source>
        <translation>Procedure</translation>
    </message>
    <message>
        <source>Gõ hai chữ cái hoặc mã thủ tục</source>
        <translation>Type two letters or the code</translation>
    </message>
    <message>
        <source>Không có thủ tục nào như vậy. Gõ ít chữ hơn, bỏ dấu, hoặc gõ mã.</source>
        <translation>There is no such procedure. Type fewer letters, no accents, or the code.</translation>
    </message>
    <message>
        <source>Trường hợp</source>
        <translation>Case</translation>
    </message>
    <message>
        <source>Chọn trường hợp…</source>
        <translation>Choose a case…</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Dừng quét</source>
        <translation>Stop scanning</translation>
    </message>
    <message>
        <source>Đang quét: {count} trang</source>
        <translation>Scanning: {count} pages</translation>
    </message>
    <message>
        <source>đã xử lý {ready}/{all}</source>
        <translation>{ready}/{all} prepared</translation>
    </message>
</context>
<context>
    <name>QueueList</name>
    <message>
        <source>Hàng đợi</source>
        <translation>Queue</translation>
    </message>
    <message>
        <source>Tiếp tục</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>Tạm dừng</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Tất cả</source>
        <translation>All</translation>
    </message>
    <message>
        <source>Chờ</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Cần xử lý</source>
        <translation>Needs you</translation>
    </message>
    <message>
        <source>Đã xác nhận</source>
        <translation>Confirmed</translation>
    </message>
    <message>
        <source>Gửi ngay</source>
        <translation>Send now</translation>
    </message>
    <message>
        <source>Kết nối trung tâm</source>
        <translation>Connection to the centre</translation>
    </message>
    <message>
        <source>Không có hồ sơ nào cần người xử lý.</source>
        <translation>No dossier needs a person.</translation>
    </message>
    <message>
        <source>Chưa có hồ sơ nào được trung tâm xác nhận.</source>
        <translation>The centre has confirmed no dossier yet.</translation>
    </message>
    <message>
        <source>Không còn gì chờ gửi. Hồ sơ mới tiếp nhận sẽ tự vào hàng đợi.</source>
        <translation>Nothing waits to be sent. New dossiers go into the queue by themselves.</translation>
    </message>
    <message>
        <source>Hàng đợi trống. Tiếp nhận một hồ sơ (F3), hồ sơ sẽ tự vào hàng đợi và tự gửi khi có mạng.</source>
        <translation>The queue is empty. Accept a dossier (F3); it goes into the queue and is sent by itself when there is a connection.</translation>
    </message>
</context>
<context>
    <name>QueuePane</name>
    <message>
        <source>Sửa và gửi lại</source>
        <translation>Correct and send again</translation>
    </message>
    <message>
        <source>Gửi lại</source>
        <translation>Send again</translation>
    </message>
    <message>
        <source>Mở hồ sơ</source>
        <translation>Open dossier</translation>
    </message>
    <message>
        <source>Người phụ trách hoặc quản trị mới sửa và gửi lại được.</source>
        <translation>Only a supervisor or administrator can correct and send again.</translation>
    </message>
    <message>
        <source>Nguyên văn trả lời của trung tâm</source>
        <translation>The centre&apos;s own words</translation>
    </message>
    <message>
        <source>Chọn một hồ sơ để xem nó đang ở đâu trên đường gửi.</source>
        <translation>Choose a dossier to see where it is on its way.</translation>
    </message>
    <message>
        <source>Trung tâm đã xác nhận</source>
        <translation>Confirmed by the centre</translation>
    </message>
    <message>
        <source>Một tệp chưa gửi được</source>
        <translation>A file could not be sent</translation>
    </message>
    <message>
        <source>Trung tâm từ chối</source>
        <translation>Refused by the centre</translation>
    </message>
    <message>
        <source>Trung tâm từ chối lúc {at}</source>
        <translation>Refused by the centre at {at}</translation>
    </message>
    <message>
        <source>Trung tâm xác nhận lúc {at}.</source>
        <translation>Confirmed by the centre at {at}.</translation>
    </message>
    <message>
        <source>Vào hàng đợi lúc {at}.</source>
        <translation>In the queue since {at}.</translation>
    </message>
    <message>
        <source>Đã thử gửi {count} lần.</source>
        <translation>Tried {count} times.</translation>
    </message>
    <message>
        <source>Tệp đã tới trung tâm: {held}/{total}; tệp đã tới không phải gửi lại.</source>
        <translation>Files at the centre: {held}/{total}; those need not be sent again.</translation>
    </message>
    <message>
        <source>Tệp đã tới trung tâm: {held}/{total}.</source>
        <translation>Files at the centre: {held}/{total}.</translation>
    </message>
</context>
<context>
    <name>QueueScreen</name>
    <message>
        <source>Gửi ngay</source>
        <translation>Send now</translation>
    </message>
    <message>
        <source>Chỉ hiện màu xanh khi trung tâm đã giữ đủ tệp và mã băm trùng khớp</source>
        <translation>Green only when the centre holds every file and the digests are equal</translation>
    </message>
    <message>
        <source>Đang thử gửi ngay.</source>
        <translation>Trying to send now.</translation>
    </message>
    <message>
        <source>Chờ gửi</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Đường truyền</source>
        <translation>Connection</translation>
    </message>
    <message>
        <source>Cần người xử lý</source>
        <translation>Needs a person</translation>
    </message>
    <message>
        <source>Đã xác nhận hôm nay</source>
        <translation>Confirmed today</translation>
    </message>
    <message>
        <source>Đã đưa lại vào hàng đợi, sẽ gửi ngay khi có mạng.</source>
        <translation>Back in the queue; it is sent as soon as there is a connection.</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Màn hình</source>
        <translation>Screens</translation>
    </message>
    <message>
        <source>Quầy
Một Cửa</source>
        <translation>One-Stop
Desk</translation>
    </message>
</context>
<context>
    <name>RecoveryStep</name>
    <message>
        <source>Mã khôi phục</source>
        <translation>Recovery key</translation>
    </message>
    <message>
        <source>In mã khôi phục</source>
        <translation>Print the recovery key</translation>
    </message>
    <message>
        <source>Gõ nhóm cuối của mã để xác nhận đã in hoặc chép lại</source>
        <translation>Type the last group of the key to confirm that it was printed or written down</translation>
    </message>
    <message>
        <source>Cất bản in nơi an toàn, không để cạnh máy. Mất cả máy lẫn mã này là mất dữ liệu.</source>
        <translation>Keep the print-out safe, away from this computer. Losing both computer and key means losing the data.</translation>
    </message>
    <message>
        <source>Dữ liệu của quầy được mã hoá. Nếu máy hỏng hoặc cài lại, chỉ mã này mở lại được. Mã chỉ hiện một lần.</source>
        <translation>The desk&apos;s data is encrypted. If the computer breaks or is set up anew, only this key opens it again. It is shown once.</translation>
    </message>
    <message>
        <source>Chưa khớp với nhóm cuối của mã.</source>
        <translation>This is not the last group of the key.</translation>
    </message>
</context>
<context>
    <name>Reviewing</name>
    <message>
        <source>Cần xem lại</source>
        <translation>To be looked at</translation>
    </message>
</context>
<context>
    <name>SafetySection</name>
    <message>
        <source>Sao lưu…</source>
        <translation>Back up…</translation>
    </message>
    <message>
        <source>Kiểm tra dữ liệu</source>
        <translation>Check the data</translation>
    </message>
    <message>
        <source>Đang làm</source>
        <translation>Working</translation>
    </message>
    <message>
        <source>Những chỗ sai</source>
        <translation>What is wrong</translation>
    </message>
    <message>
        <source>Bản sao lưu</source>
        <translation>Backup</translation>
    </message>
    <message>
        <source>Bản sao gồm toàn bộ hồ sơ, trang quét và hàng đợi, đã mã hoá; mở lại bằng mã khôi phục in khi thiết lập. Nên chép ra ổ USB hoặc máy khác mỗi ngày.</source>
        <translation>A copy holds all dossiers, scans and the queue, encrypted; the recovery key printed at set-up opens it. Copy it to a USB drive or another computer every day.</translation>
    </message>
    <message>
        <source>Kiểm tra</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>Đọc lại cơ sở dữ liệu, nhật ký và từng tệp, đối chiếu mã băm. Có thể mất vài phút; vẫn làm việc được.</source>
        <translation>Reads database, record and every file again and compares digests. It may take minutes; work can go on.</translation>
    </message>
    <message>
        <source>Sao lưu và an toàn</source>
        <translation>Backup and safety</translation>
    </message>
    <message>
        <source>Đã sao lưu vào {folder}</source>
        <translation>Backed up to {folder}</translation>
    </message>
    <message>
        <source>Nơi đặt bản sao lưu</source>
        <translation>Where to put the backup</translation>
    </message>
    <message>
        <source>Dữ liệu nguyên vẹn: cơ sở dữ liệu, nhật ký và mọi tệp đều khớp.</source>
        <translation>The data is sound: database, record and every file agree.</translation>
    </message>
    <message>
        <source>Có {count} chỗ sai. Đừng xoá gì; khôi phục từ bản sao lưu gần nhất và báo bộ phận hỗ trợ.</source>
        <translation>{count} things are wrong. Delete nothing; restore the latest backup and tell support.</translation>
    </message>
</context>
<context>
    <name>ScannerForm</name>
    <message>
        <source>Tên</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Phím</source>
        <translation>Key</translation>
    </message>
    <message>
        <source>Lấy giấy từ</source>
        <translation>Paper from</translation>
    </message>
    <message>
        <source>Độ phân giải</source>
        <translation>Resolution</translation>
    </message>
    <message>
        <source>Màu sắc</source>
        <translation>Colours</translation>
    </message>
    <message>
        <source>Lưu</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Quét thử</source>
        <translation>Try it</translation>
    </message>
    <message>
        <source>Dùng cho F10</source>
        <translation>Use it for F10</translation>
    </message>
    <message>
        <source>Bỏ máy này</source>
        <translation>Remove it</translation>
    </message>
    <message>
        <source>Máy quét mới</source>
        <translation>New scanner</translation>
    </message>
    <message>
        <source>Thay cho {name}</source>
        <translation>Instead of {name}</translation>
    </message>
    <message>
        <source>Dừng</source>
        <translation>Stop</translation>
    </message>
</context>
<context>
    <name>ScannersPanel</name>
    <message>
        <source>Phím</source>
        <translation>Key</translation>
    </message>
    <message>
        <source>Máy quét</source>
        <translation>Scanner</translation>
    </message>
    <message>
        <source>Cách quét</source>
        <translation>How it scans</translation>
    </message>
    <message>
        <source>Chưa có máy quét nào. Bấm Tìm máy quét (Ctrl+F), chọn một máy và gán cho nó một phím.</source>
        <translation>No scanner yet. Press Find scanners (Ctrl+F), choose one and give it a key.</translation>
    </message>
    <message>
        <source>Ctrl+{key} quét bằng {name}.</source>
        <translation>Ctrl+{key} scans with {name}.</translation>
    </message>
    <message>
        <source>Ctrl+{key} không còn gắn với máy quét nào.</source>
        <translation>Ctrl+{key} belongs to no scanner any more.</translation>
    </message>
    <message>
        <source>F10 quét bằng {name}.</source>
        <translation>F10 scans with {name}.</translation>
    </message>
</context>
<context>
    <name>SearchLine</name>
    <message>
        <source>Quét mã, hoặc gõ mã hồ sơ, tên không dấu, số điện thoại, số căn cước…</source>
        <translation>Scan a code, or type a dossier code, name, phone or card number…</translation>
    </message>
    <message>
        <source>Tìm hoặc quét</source>
        <translation>Search or scan</translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message>
        <source>Các phần cài đặt</source>
        <translation>Sections of the settings</translation>
    </message>
    <message>
        <source>Cài đặt</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Đã lưu {at}</source>
        <translation>Saved {at}</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Quầy Một Cửa</source>
        <translation>One-Stop Desk</translation>
    </message>
    <message>
        <source>Đang mở dữ liệu của quầy…</source>
        <translation>Opening the desk&apos;s data…</translation>
    </message>
    <message>
        <source>Người dùng</source>
        <translation>People</translation>
    </message>
    <message>
        <source>Mã PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Vào làm việc</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>Quay lại</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>đã khoá</source>
        <translation>locked</translation>
    </message>
    <message>
        <source>Gõ mã PIN của {name}.</source>
        <translation>Type the PIN of {name}.</translation>
    </message>
    <message>
        <source>Sai mã PIN. Còn {count} lần thử.</source>
        <translation>Wrong PIN. {count} more tries.</translation>
    </message>
    <message>
        <source>Tài khoản đã bị khoá sau nhiều lần sai mã PIN. Nhờ quản trị đặt mã PIN mới.</source>
        <translation>The account is locked after too many wrong PINs. Ask an administrator for a new one.</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>Chưa có trang nào. Quét (F10), thả tệp vào đây, dán (Ctrl+V) hoặc mở tệp (Ctrl+O).</source>
        <translation>No pages yet. Scan (F10), drop files here, paste (Ctrl+V) or open files (Ctrl+O).</translation>
    </message>
</context>
<context>
    <name>StartTrouble</name>
    <message>
        <source>Quầy Một Cửa</source>
        <translation>One-Stop Desk</translation>
    </message>
    <message>
        <source>Mã khôi phục</source>
        <translation>Recovery key</translation>
    </message>
    <message>
        <source>12 nhóm, mỗi nhóm 5 ký tự, in khi cài đặt lần đầu</source>
        <translation>12 groups of 5 characters, printed at set-up</translation>
    </message>
    <message>
        <source>Khôi phục</source>
        <translation>Restore</translation>
    </message>
    <message>
        <source>Thử lại</source>
        <translation>Try again</translation>
    </message>
</context>
<context>
    <name>StepMarks</name>
    <message>
        <source>Bước {step}/{count}: {name}</source>
        <translation>Step {step} of {count}: {name}</translation>
    </message>
</context>
<context>
    <name>StripModel</name>
    <message>
        <source>Trang {number}</source>
        <translation>Page {number}</translation>
    </message>
</context>
<context>
    <name>SubmitterForm</name>
    <message>
        <source>Người nộp</source>
        <translation>Submitter</translation>
    </message>
    <message>
        <source>Chính chủ hồ sơ</source>
        <translation>The applicant</translation>
    </message>
    <message>
        <source>Người nộp: chính chủ hồ sơ</source>
        <translation>Submitter: the applicant</translation>
    </message>
    <message>
        <source>Họ và tên người nộp</source>
        <translation>Submitter&apos;s full name</translation>
    </message>
    <message>
        <source>Số giấy tờ</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>Điện thoại</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>Tư cách</source>
        <translation>Authority</translation>
    </message>
    <message>
        <source>cha, mẹ, uỷ quyền số…</source>
        <translation>father, mother, authorisation no. …</translation>
    </message>
    <message>
        <source>Chính chủ nộp</source>
        <translation>Filed by the applicant</translation>
    </message>
</context>
<context>
    <name>Taking</name>
    <message>
        <source>Camera</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>Máy quét mô phỏng</source>
        <translation>Simulated scanner</translation>
    </message>
    <message>
        <source>Chọn tệp giấy tờ</source>
        <translation>Choose files</translation>
    </message>
    <message>
        <source>Giấy tờ ({patterns})</source>
        <translation>Papers ({patterns})</translation>
    </message>
    <message>
        <source>{file}: {why}</source>
        <translation>{file}: {why}</translation>
    </message>
    <message>
        <source>Và {count} tệp khác không nhận được.</source>
        <translation>And {count} other files were not taken.</translation>
    </message>
</context>
<context>
    <name>Trial</name>
    <message>
        <source>Đang quét thử một trang…</source>
        <translation>Scanning one page…</translation>
    </message>
    <message>
        <source>Trang đã về sau {seconds} giây, {size} KB.</source>
        <translation>The page came after {seconds} s, {size} KB.</translation>
    </message>
    <message>
        <source>Trang quét thử</source>
        <translation>The page that was tried</translation>
    </message>
    <message>
        <source>Không có trang nào.</source>
        <translation>No page came.</translation>
    </message>
</context>
<context>
    <name>camera_words</name>
    <message>
        <source>Đưa mã QR trên thẻ căn cước vào giữa khung, cách camera khoảng một gang tay.</source>
        <translation>Hold the QR code of the identity card in the middle of the frame, a hand&apos;s breadth from the camera.</translation>
    </message>
    <message>
        <source>Giữ yên thẻ: đã đọc {count}/{needed} lần giống nhau…</source>
        <translation>Hold the card still: read the same {count} of {needed} times…</translation>
    </message>
    <message>
        <source>Đã chụp trang {count}.</source>
        <translation>Page {count} taken.</translation>
    </message>
    <message>
        <source>Đã chụp {count} trang. Đặt tờ tiếp theo, hoặc bấm phím cách để chụp lại tờ này.</source>
        <translation>{count} pages taken. Lay down the next sheet, or press the space bar to take this one again.</translation>
    </message>
    <message>
        <source>Tờ này đã chụp rồi. Đặt tờ tiếp theo, hoặc bấm phím cách để chụp lại.</source>
        <translation>This sheet was taken already. Lay down the next one, or press the space bar to take it again.</translation>
    </message>
    <message>
        <source>Để giấy nằm yên trong khung…</source>
        <translation>Let the paper lie still inside the frame…</translation>
    </message>
    <message>
        <source>Giữ yên, sắp chụp…</source>
        <translation>Keep still, taking it now…</translation>
    </message>
    <message>
        <source>Đặt giấy nằm gọn trong khung: giấy nằm yên thì tự chụp. Không thấy mép giấy thì bấm phím cách.</source>
        <translation>Lay the paper inside the frame: it is taken by itself once it lies still. If its edges are not seen, press the space bar.</translation>
    </message>
    <message>
        <source>Đặt giấy nằm gọn trong khung, rồi bấm phím cách.</source>
        <translation>Lay the paper inside the frame, then press the space bar.</translation>
    </message>
    <message>
        <source>Bỏ tay ra khỏi trang giấy.</source>
        <translation>Take your hand off the page.</translation>
    </message>
    <message>
        <source>Một góc hoặc mép nằm ngoài khung: dịch tờ giấy vào trong.</source>
        <translation>A corner or an edge is outside the frame: move the paper inside.</translation>
    </message>
    <message>
        <source>Quá tối: bật thêm đèn.</source>
        <translation>Too dark: switch on another lamp.</translation>
    </message>
    <message>
        <source>Có vệt loá trên giấy: nghiêng đèn hoặc xoay tờ giấy.</source>
        <translation>A lamp mirrors on the paper: tilt the lamp or turn the paper.</translation>
    </message>
    <message>
        <source>Ảnh chưa nét: chờ camera lấy nét…</source>
        <translation>Not sharp yet: waiting for the camera to focus…</translation>
    </message>
    <message>
        <source>Trang vừa chụp có thể bị mờ.</source>
        <translation>The page just taken may be blurred.</translation>
    </message>
    <message>
        <source>Trang vừa chụp có vệt loá.</source>
        <translation>A lamp mirrors on the page just taken.</translation>
    </message>
    <message>
        <source>Trang vừa chụp bị mất góc hoặc mép.</source>
        <translation>A corner or an edge of the page just taken is missing.</translation>
    </message>
    <message>
        <source>Có bàn tay che trên trang vừa chụp.</source>
        <translation>A hand covers part of the page just taken.</translation>
    </message>
    <message>
        <source>Trang vừa chụp quá tối.</source>
        <translation>The page just taken is too dark.</translation>
    </message>
</context>
<context>
    <name>catalogue</name>
    <message>
        <source>Không nhận</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>Cần xem</source>
        <translation>Look at</translation>
    </message>
    <message>
        <source>Tệp không phải danh mục thủ tục.</source>
        <translation>The file is no catalogue of procedures.</translation>
    </message>
    <message>
        <source>Không đọc được JSON.</source>
        <translation>The JSON cannot be read.</translation>
    </message>
    <message>
        <source>Dữ liệu lồng quá sâu.</source>
        <translation>The data is nested too deeply.</translation>
    </message>
    <message>
        <source>Bản ghi quá lớn.</source>
        <translation>The record is too large.</translation>
    </message>
    <message>
        <source>Quá nhiều bản ghi trong một tệp.</source>
        <translation>Too many records in one file.</translation>
    </message>
    <message>
        <source>Tệp bị cắt giữa chừng.</source>
        <translation>The file ends too early.</translation>
    </message>
    <message>
        <source>Chữ tiếng Việt bị hỏng.</source>
        <translation>The Vietnamese text is damaged.</translation>
    </message>
    <message>
        <source>Bản ghi không phải một thủ tục.</source>
        <translation>The record is no procedure.</translation>
    </message>
    <message>
        <source>Mã thủ tục không đúng dạng.</source>
        <translation>The procedure code is malformed.</translation>
    </message>
    <message>
        <source>Thủ tục không có tên.</source>
        <translation>The procedure has no name.</translation>
    </message>
    <message>
        <source>Mã có hai lần; dùng bản sau.</source>
        <translation>The code appears twice; the later one is used.</translation>
    </message>
    <message>
        <source>Không đọc được thời hạn giải quyết.</source>
        <translation>The time limit cannot be read.</translation>
    </message>
    <message>
        <source>Thời hạn lẻ, đã làm tròn lên.</source>
        <translation>A fractional time limit, rounded up.</translation>
    </message>
    <message>
        <source>Có nhiều thời hạn cho một hình thức nộp; lấy thời hạn dài nhất.</source>
        <translation>Several time limits for one way of filing; the longest is taken.</translation>
    </message>
    <message>
        <source>Không ghi đơn vị thời gian; tạm tính ngày làm việc.</source>
        <translation>No unit of time; working days are taken.</translation>
    </message>
    <message>
        <source>Đơn vị thời gian lạ.</source>
        <translation>Unknown unit of time.</translation>
    </message>
    <message>
        <source>Hình thức nộp lạ.</source>
        <translation>Unknown way of filing.</translation>
    </message>
    <message>
        <source>Cấp thực hiện lạ.</source>
        <translation>Unknown level.</translation>
    </message>
    <message>
        <source>Không đọc được mức phí.</source>
        <translation>The fee cannot be read.</translation>
    </message>
    <message>
        <source>Số bản dính vào số mẫu; đã tách.</source>
        <translation>The number of copies stuck to the form number; separated.</translation>
    </message>
    <message>
        <source>Không đọc được số bản.</source>
        <translation>The number of copies cannot be read.</translation>
    </message>
    <message>
        <source>Giấy tờ không có tên.</source>
        <translation>A paper without a name.</translation>
    </message>
    <message>
        <source>Dòng rời, không phải tên giấy tờ; chuyển vào ghi chú.</source>
        <translation>A stray line, not the name of a paper; moved to the notes.</translation>
    </message>
    <message>
        <source>Tên quá dài, đã rút gọn; bản đủ ở ghi chú.</source>
        <translation>The name is too long and was shortened; all of it is in the notes.</translation>
    </message>
    <message>
        <source>Không có thành phần hồ sơ.</source>
        <translation>No papers.</translation>
    </message>
    <message>
        <source>Không đọc được một mục.</source>
        <translation>A field cannot be read.</translation>
    </message>
</context>
<context>
    <name>devices</name>
    <message>
        <source>Mặt kính</source>
        <translation>Glass</translation>
    </message>
    <message>
        <source>Khay nạp, 1 mặt</source>
        <translation>Feeder, one side</translation>
    </message>
    <message>
        <source>Khay nạp, 2 mặt</source>
        <translation>Feeder, both sides</translation>
    </message>
    <message>
        <source>Màu</source>
        <translation>Colour</translation>
    </message>
    <message>
        <source>Xám</source>
        <translation>Grey</translation>
    </message>
    <message>
        <source>Máy quét mạng</source>
        <translation>Network scanner</translation>
    </message>
    <message>
        <source>Chỉ để dùng thử</source>
        <translation>For trying things out</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>Thư mục</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>Máy quét cắm vào máy này</source>
        <translation>Scanner at this computer</translation>
    </message>
    <message>
        <source>Máy quét mô phỏng</source>
        <translation>Simulated scanner</translation>
    </message>
</context>
<context>
    <name>dossier_detail</name>
    <message>
        <source>Tiếp nhận</source>
        <translation>Intake</translation>
    </message>
    <message>
        <source>Hẹn trả</source>
        <translation>Due</translation>
    </message>
    <message>
        <source>Thời hạn</source>
        <translation>Time limit</translation>
    </message>
    <message>
        <source>Cách nộp</source>
        <translation>Filed</translation>
    </message>
    <message>
        <source>Nhận kết quả</source>
        <translation>Way of return</translation>
    </message>
    <message>
        <source>Phí, lệ phí</source>
        <translation>Fees</translation>
    </message>
    <message>
        <source>Người nhận</source>
        <translation>Received by</translation>
    </message>
    <message>
        <source>Thiếu giấy tờ</source>
        <translation>Missing papers</translation>
    </message>
    <message>
        <source>Ghi chú</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Họ và tên</source>
        <translation>Full name</translation>
    </message>
    <message>
        <source>Ngày sinh</source>
        <translation>Date of birth</translation>
    </message>
    <message>
        <source>Điện thoại</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>Thư điện tử</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>Nơi cư trú</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>Người nộp thay</source>
        <translation>Submitter</translation>
    </message>
    <message>
        <source>Căn cứ</source>
        <translation>Authority</translation>
    </message>
    <message>
        <source>nhận sau giờ chốt nên cộng 1 ngày</source>
        <translation>received after the cut-off, so one day more</translation>
    </message>
    <message>
        <source>nghỉ {day} ({name})</source>
        <translation>closed {day} ({name})</translation>
    </message>
    <message>
        <source>Theo thông báo phí</source>
        <translation>As notified</translation>
    </message>
    <message>
        <source>Miễn phí</source>
        <translation>Free of charge</translation>
    </message>
    <message>
        <source>{amount} đồng</source>
        <translation>{amount} dong</translation>
    </message>
    <message>
        <source>Trực tiếp tại quầy</source>
        <translation>At the desk</translation>
    </message>
    <message>
        <source>Trực tuyến</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>Qua bưu chính</source>
        <translation>By post</translation>
    </message>
    <message>
        <source>Tại quầy</source>
        <translation>At the desk</translation>
    </message>
    <message>
        <source>Bản điện tử</source>
        <translation>Electronic</translation>
    </message>
    <message>
        <source>{pages} trang, {size}</source>
        <translation>{pages} pages, {size}</translation>
    </message>
    <message>
        <source>Giấy hẹn, in lại lần {number}</source>
        <translation>Receipt, reprint {number}</translation>
    </message>
    <message>
        <source>Giấy tiếp nhận và hẹn trả</source>
        <translation>Receipt</translation>
    </message>
    <message>
        <source>{count} bản chính</source>
        <translation>{count} originals</translation>
    </message>
    <message>
        <source>{count} bản sao</source>
        <translation>{count} copies</translation>
    </message>
    <message>
        <source>Trong ngày</source>
        <translation>Same day</translation>
    </message>
    <message>
        <source>{count} ngày làm việc</source>
        <translation>{count} working days</translation>
    </message>
    <message>
        <source>{count} giờ làm việc</source>
        <translation>{count} working hours</translation>
    </message>
    <message>
        <source>{count} tháng</source>
        <translation>{count} months</translation>
    </message>
    <message>
        <source>{count} ngày</source>
        <translation>{count} days</translation>
    </message>
    <message>
        <source>Mã số thuế</source>
        <translation>Tax code</translation>
    </message>
    <message>
        <source>Hộ chiếu</source>
        <translation>Passport</translation>
    </message>
    <message>
        <source>Số CMND</source>
        <translation>Old card number</translation>
    </message>
    <message>
        <source>Số định danh</source>
        <translation>Personal number</translation>
    </message>
    <message>
        <source>Nam</source>
        <translation>Male</translation>
    </message>
    <message>
        <source>Nữ</source>
        <translation>Female</translation>
    </message>
</context>
<context>
    <name>dossier_words</name>
    <message>
        <source>Mới đăng ký</source>
        <translation>Registered</translation>
    </message>
    <message>
        <source>Đã tiếp nhận</source>
        <translation>Accepted</translation>
    </message>
    <message>
        <source>Không tiếp nhận</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>Đang xử lý</source>
        <translation>In progress</translation>
    </message>
    <message>
        <source>Yêu cầu bổ sung</source>
        <translation>Supplement asked</translation>
    </message>
    <message>
        <source>Chờ nộp phí</source>
        <translation>Awaiting fee</translation>
    </message>
    <message>
        <source>Xin rút hồ sơ</source>
        <translation>Withdrawal asked</translation>
    </message>
    <message>
        <source>Dừng xử lý</source>
        <translation>Stopped</translation>
    </message>
    <message>
        <source>Đã có kết quả</source>
        <translation>Result ready</translation>
    </message>
    <message>
        <source>Đã trả kết quả</source>
        <translation>Result returned</translation>
    </message>
    <message>
        <source>Chờ gửi</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Đang gửi</source>
        <translation>Sending</translation>
    </message>
    <message>
        <source>Cần xử lý</source>
        <translation>Needs you</translation>
    </message>
    <message>
        <source>Đã xác nhận</source>
        <translation>Confirmed</translation>
    </message>
    <message>
        <source>Trung tâm đã giữ</source>
        <translation>Held by the centre</translation>
    </message>
    <message>
        <source>Không hẹn</source>
        <translation>No date</translation>
    </message>
    <message>
        <source>Quá giờ {at}</source>
        <translation>Overdue since {at}</translation>
    </message>
    <message>
        <source>Quá hạn {days} ngày</source>
        <translation>{days} days overdue</translation>
    </message>
    <message>
        <source>Hôm nay {at}</source>
        <translation>Today {at}</translation>
    </message>
    <message>
        <source>ngày mai, {at}</source>
        <translation>tomorrow, {at}</translation>
    </message>
    <message>
        <source>còn {days} ngày</source>
        <translation>{days} days left</translation>
    </message>
    <message>
        <source>Chưa số hoá</source>
        <translation>Not digitised yet</translation>
    </message>
    <message>
        <source>Không số hoá: đã có trong cơ sở dữ liệu</source>
        <translation>Not digitised: already in the database</translation>
    </message>
    <message>
        <source>Không số hoá: nộp bản sao</source>
        <translation>Not digitised: a copy was handed in</translation>
    </message>
    <message>
        <source>Không số hoá: chỉ xuất trình</source>
        <translation>Not digitised: only shown</translation>
    </message>
    <message>
        <source>Không số hoá: bí mật nhà nước</source>
        <translation>Not digitised: state secret</translation>
    </message>
    <message>
        <source>Chưa số hoá: không có thiết bị</source>
        <translation>Not digitised yet: no device</translation>
    </message>
    <message>
        <source>Chưa số hoá: {reason}</source>
        <translation>Not digitised yet: {reason}</translation>
    </message>
    <message>
        <source>lý do khác</source>
        <translation>another reason</translation>
    </message>
    <message>
        <source>{at} hôm nay</source>
        <translation>{at} today</translation>
    </message>
</context>
<context>
    <name>dossiers</name>
    <message>
        <source>Mã hồ sơ</source>
        <translation>Dossier code</translation>
    </message>
    <message>
        <source>Người nộp và thủ tục</source>
        <translation>Person and procedure</translation>
    </message>
    <message>
        <source>Hẹn trả</source>
        <translation>Due</translation>
    </message>
    <message>
        <source>Tình trạng</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Gửi trung tâm</source>
        <translation>Centre</translation>
    </message>
    <message>
        <source>mã tạm · {received}</source>
        <translation>provisional · {received}</translation>
    </message>
    <message>
        <source>nhận {received}</source>
        <translation>received {received}</translation>
    </message>
    <message>
        <source>{code}
đã in mã tạm {provisional}</source>
        <translation>{code}
printed as {provisional}</translation>
    </message>
</context>
<context>
    <name>intake</name>
    <message>
        <source>{count} trang</source>
        <translation>{count} pages</translation>
    </message>
    <message>
        <source>{pages}, có trang không đọc được</source>
        <translation>{pages}, some unreadable</translation>
    </message>
    <message>
        <source>Trang lỗi</source>
        <translation>Bad page</translation>
    </message>
    <message>
        <source>Đang xử lý</source>
        <translation>In progress</translation>
    </message>
    <message>
        <source>{pages}, có trang cần xem lại</source>
        <translation>{pages}, some to look at</translation>
    </message>
    <message>
        <source>Đã quét</source>
        <translation>Scanned</translation>
    </message>
    <message>
        <source>Xem bản chính rồi đánh dấu (phím cách)</source>
        <translation>Look at the original, then tick (Space)</translation>
    </message>
    <message>
        <source>Còn thiếu</source>
        <translation>Missing</translation>
    </message>
    <message>
        <source>Không số hoá</source>
        <translation>Not digitised</translation>
    </message>
    <message>
        <source>Đã có giấy tờ thay thế</source>
        <translation>Another paper takes its place</translation>
    </message>
    <message>
        <source>Không cần</source>
        <translation>Not needed</translation>
    </message>
    <message>
        <source>Nếu có</source>
        <translation>If any</translation>
    </message>
    <message>
        <source>Đã kiểm tra</source>
        <translation>Checked</translation>
    </message>
    <message>
        <source>Đã nhận</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>Chưa quét</source>
        <translation>Not scanned</translation>
    </message>
    <message>
        <source>Kéo trang vào đây hoặc F10 để quét</source>
        <translation>Drag pages here or scan with F10</translation>
    </message>
    <message>
        <source>Không số hoá: {reason}</source>
        <translation>Not digitised: {reason}</translation>
    </message>
    <message>
        <source>thứ Hai</source>
        <translation>Monday</translation>
    </message>
    <message>
        <source>thứ Ba</source>
        <translation>Tuesday</translation>
    </message>
    <message>
        <source>thứ Tư</source>
        <translation>Wednesday</translation>
    </message>
    <message>
        <source>thứ Năm</source>
        <translation>Thursday</translation>
    </message>
    <message>
        <source>thứ Sáu</source>
        <translation>Friday</translation>
    </message>
    <message>
        <source>thứ Bảy</source>
        <translation>Saturday</translation>
    </message>
    <message>
        <source>Chủ nhật</source>
        <translation>Sunday</translation>
    </message>
    <message>
        <source>{hour} giờ {minute}, {weekday} {day}</source>
        <translation>{hour}:{minute}, {weekday} {day}</translation>
    </message>
    <message>
        <source>{count} ngày làm việc</source>
        <translation>{count} working days</translation>
    </message>
    <message>
        <source>{count} ngày</source>
        <translation>{count} days</translation>
    </message>
    <message>
        <source>{count} giờ làm việc</source>
        <translation>{count} working hours</translation>
    </message>
    <message>
        <source>{count} tháng</source>
        <translation>{count} months</translation>
    </message>
    <message>
        <source>Thủ tục không nêu thời hạn giải quyết.</source>
        <translation>The procedure states no time limit.</translation>
    </message>
    <message>
        <source>Trong ngày</source>
        <translation>Same day</translation>
    </message>
    <message>
        <source>{limit} từ {weekday} {day}</source>
        <translation>{limit} from {weekday} {day}</translation>
    </message>
    <message>
        <source>nhận sau giờ chốt, cộng 1 ngày</source>
        <translation>received after the cut-off, one day more</translation>
    </message>
    <message>
        <source>nghỉ {day} ({name})</source>
        <translation>closed {day} ({name})</translation>
    </message>
    <message>
        <source>và {count} ngày nghỉ khác</source>
        <translation>and {count} other days off</translation>
    </message>
    <message>
        <source>Không nêu</source>
        <translation>Not stated</translation>
    </message>
    <message>
        <source>{limit} · sau {hour} giờ sang ngày tiếp theo</source>
        <translation>{limit} · next day after {hour}:00</translation>
    </message>
    <message>
        <source>Không thu</source>
        <translation>No fee</translation>
    </message>
    <message>
        <source>Miễn phí</source>
        <translation>Free of charge</translation>
    </message>
    <message>
        <source>{sum} + phần chưa định</source>
        <translation>{sum} + what is not set</translation>
    </message>
    <message>
        <source>Theo quy định của tỉnh</source>
        <translation>Set by the province</translation>
    </message>
    <message>
        <source>theo quy định</source>
        <translation>as regulated</translation>
    </message>
    <message>
        <source>dữ liệu đã có trong cơ sở dữ liệu dùng chung</source>
        <translation>already in a shared database</translation>
    </message>
    <message>
        <source>nộp bản sao, bản chụp</source>
        <translation>a copy was handed in</translation>
    </message>
    <message>
        <source>chỉ xuất trình</source>
        <translation>presented only</translation>
    </message>
    <message>
        <source>bí mật nhà nước</source>
        <translation>state secret</translation>
    </message>
    <message>
        <source>không có thiết bị, số hoá sau</source>
        <translation>no device, digitised later</translation>
    </message>
    <message>
        <source>lý do khác</source>
        <translation>another reason</translation>
    </message>
    <message>
        <source>Trực tiếp</source>
        <translation>In person</translation>
    </message>
    <message>
        <source>Trực tuyến</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>Bưu chính</source>
        <translation>By post</translation>
    </message>
    <message>
        <source>Tại quầy</source>
        <translation>At the desk</translation>
    </message>
    <message>
        <source>Qua bưu chính</source>
        <translation>By post</translation>
    </message>
    <message>
        <source>Nam</source>
        <translation>Male</translation>
    </message>
    <message>
        <source>Nữ</source>
        <translation>Female</translation>
    </message>
    <message>
        <source>Công dân</source>
        <translation>Citizen</translation>
    </message>
    <message>
        <source>Doanh nghiệp, hộ kinh doanh</source>
        <translation>Business</translation>
    </message>
    <message>
        <source>Tổ chức, cơ quan</source>
        <translation>Organisation</translation>
    </message>
    <message>
        <source>Số định danh cá nhân</source>
        <translation>Personal number</translation>
    </message>
    <message>
        <source>Số chứng minh nhân dân</source>
        <translation>Old card number</translation>
    </message>
    <message>
        <source>Số hộ chiếu</source>
        <translation>Passport number</translation>
    </message>
    <message>
        <source>Mã số thuế</source>
        <translation>Tax code</translation>
    </message>
    <message>
        <source>Toàn trình</source>
        <translation>Fully online</translation>
    </message>
    <message>
        <source>Một phần</source>
        <translation>Partly online</translation>
    </message>
    <message>
        <source>Cung cấp thông tin</source>
        <translation>Information only</translation>
    </message>
</context>
<context>
    <name>link_words</name>
    <message>
        <source>Chưa kết nối trung tâm</source>
        <translation>Not connected</translation>
    </message>
    <message>
        <source>Tạm dừng gửi</source>
        <translation>Sending paused</translation>
    </message>
    <message>
        <source>Mạng cần đăng nhập</source>
        <translation>Network wants a sign-in</translation>
    </message>
    <message>
        <source>Ngoại tuyến</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Trực tuyến · đang gửi {count} hồ sơ</source>
        <translation>Online · sending {count} dossiers</translation>
    </message>
    <message>
        <source>Trực tuyến</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>Trực tuyến · đã gửi hết {at}</source>
        <translation>Online · all sent {at}</translation>
    </message>
    <message>
        <source>{dossiers} hồ sơ, {files} tệp, {size} chờ gửi</source>
        <translation>{dossiers} dossiers, {files} files, {size} waiting</translation>
    </message>
    <message>
        <source>thử lại lúc {at}</source>
        <translation>next try {at}</translation>
    </message>
    <message>
        <source>lần liên lạc cuối {at}</source>
        <translation>last contact {at}</translation>
    </message>
    <message>
        <source>Còn {count} mã cho hôm nay</source>
        <translation>{count} codes left today</translation>
    </message>
    <message>
        <source>{count} hồ sơ chờ gửi</source>
        <translation>{count} dossiers waiting</translation>
    </message>
</context>
<context>
    <name>queue</name>
    <message>
        <source>Tình trạng</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Mã hồ sơ</source>
        <translation>Dossier code</translation>
    </message>
    <message>
        <source>Hồ sơ</source>
        <translation>Dossiers</translation>
    </message>
    <message>
        <source>Chi tiết</source>
        <translation>Detail</translation>
    </message>
    <message>
        <source>Dung lượng</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>Lần thử</source>
        <translation>Tries</translation>
    </message>
    <message>
        <source>Trung tâm giữ {files}/{files} tệp, trùng mã băm</source>
        <translation>The centre holds {files}/{files} files, digests equal</translation>
    </message>
    <message>
        <source>Đang gửi hồ sơ</source>
        <translation>Sending the dossier</translation>
    </message>
    <message>
        <source>Đang gửi tệp · {percent} %</source>
        <translation>Sending files · {percent} %</translation>
    </message>
    <message>
        <source>Thử lại lúc {at}.</source>
        <translation>Next try at {at}.</translation>
    </message>
    <message>
        <source>Đến lượt sẽ gửi</source>
        <translation>Sent when its turn comes</translation>
    </message>
    <message>
        <source>Hồ sơ đã tới trung tâm, còn {files} tệp</source>
        <translation>The dossier is at the centre, {files} files to go</translation>
    </message>
    <message>
        <source>Đã gửi hết, chờ trung tâm xác nhận</source>
        <translation>All sent, waiting for the centre to confirm</translation>
    </message>
    <message>
        <source>Không có</source>
        <translation>None</translation>
    </message>
    <message>
        <source>không còn gì phải gửi</source>
        <translation>nothing left to send</translation>
    </message>
    <message>
        <source>{dossiers} hồ sơ · {files} tệp</source>
        <translation>{dossiers} dossiers · {files} files</translation>
    </message>
    <message>
        <source>{size}, hồ sơ cũ nhất từ {at}</source>
        <translation>{size}, oldest from {at}</translation>
    </message>
    <message>
        <source>Đang gửi</source>
        <translation>Sending</translation>
    </message>
    <message>
        <source>xong khoảng {at}</source>
        <translation>done by about {at}</translation>
    </message>
    <message>
        <source>Trực tuyến</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>Ngoại tuyến</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Mạng cần đăng nhập</source>
        <translation>Network wants a sign-in</translation>
    </message>
    <message>
        <source>mở trình duyệt để vào mạng</source>
        <translation>open the browser to sign in to the network</translation>
    </message>
    <message>
        <source>Tạm dừng</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>bấm Tiếp tục để gửi</source>
        <translation>press Continue to send</translation>
    </message>
    <message>
        <source>Chưa kết nối</source>
        <translation>Not connected</translation>
    </message>
    <message>
        <source>quầy chưa đăng ký với trung tâm</source>
        <translation>this desk is not enrolled</translation>
    </message>
    <message>
        <source>{count} hồ sơ</source>
        <translation>{count} dossiers</translation>
    </message>
    <message>
        <source>trung tâm từ chối, có lý do</source>
        <translation>refused by the centre, with a reason</translation>
    </message>
    <message>
        <source>không có gì vướng</source>
        <translation>nothing stuck</translation>
    </message>
    <message>
        <source>trung tâm giữ đủ tệp, mã băm khớp</source>
        <translation>the centre holds all files, digests equal</translation>
    </message>
    <message>
        <source>chưa liên lạc từ khi mở chương trình</source>
        <translation>no contact since the program started</translation>
    </message>
    <message>
        <source>liên lạc lúc {at}</source>
        <translation>contact at {at}</translation>
    </message>
    <message>
        <source>thử lại lúc {at}</source>
        <translation>next try {at}</translation>
    </message>
</context>
<context>
    <name>roles</name>
    <message>
        <source>Cán bộ</source>
        <translation>Officer</translation>
    </message>
    <message>
        <source>Tình nguyện viên</source>
        <translation>Volunteer</translation>
    </message>
    <message>
        <source>Phụ trách</source>
        <translation>Supervisor</translation>
    </message>
    <message>
        <source>Quản trị</source>
        <translation>Administrator</translation>
    </message>
</context>
<context>
    <name>screens</name>
    <message>
        <source>Tiếp nhận</source>
        <translation>Intake</translation>
    </message>
    <message>
        <source>Hồ sơ</source>
        <translation>Dossiers</translation>
    </message>
    <message>
        <source>Hàng đợi</source>
        <translation>Queue</translation>
    </message>
    <message>
        <source>Cài đặt</source>
        <translation>Settings</translation>
    </message>
</context>
<context>
    <name>timeline</name>
    <message>
        <source>Chương trình</source>
        <translation>The program</translation>
    </message>
    <message>
        <source>{who} xem hồ sơ.</source>
        <translation>{who} looked at the dossier.</translation>
    </message>
    <message>
        <source>{who} xem hồ sơ ({count} lần).</source>
        <translation>{who} looked at the dossier ({count} times).</translation>
    </message>
    <message>
        <source>Nhận khi còn thiếu giấy tờ: {reason}</source>
        <translation>Accepted with papers missing: {reason}</translation>
    </message>
    <message>
        <source>Thời điểm tiếp nhận được ghi lùi: {reason}</source>
        <translation>The time of receipt was set back: {reason}</translation>
    </message>
    <message>
        <source>{who} tiếp nhận hồ sơ, mã {code}.</source>
        <translation>{who} accepted the dossier as {code}.</translation>
    </message>
    <message>
        <source>{who} lập giấy tiếp nhận và hẹn trả kết quả.</source>
        <translation>{who} made the receipt.</translation>
    </message>
    <message>
        <source>{who} lập bản in lại lần {number} của giấy hẹn.</source>
        <translation>{who} made reprint {number} of the receipt.</translation>
    </message>
    <message>
        <source>{who} in giấy hẹn.</source>
        <translation>{who} printed the receipt.</translation>
    </message>
    <message>
        <source>{who} in lại giấy hẹn, lần {number}.</source>
        <translation>{who} printed the receipt again, reprint {number}.</translation>
    </message>
    <message>
        <source>{who} yêu cầu in lại giấy hẹn, lần {number}.</source>
        <translation>{who} asked for reprint {number} of the receipt.</translation>
    </message>
    <message>
        <source>{who} gửi lại lên trung tâm.</source>
        <translation>{who} sent it to the centre again.</translation>
    </message>
    <message>
        <source>{who} gửi lại một tệp lên trung tâm.</source>
        <translation>{who} sent a file to the centre again.</translation>
    </message>
    <message>
        <source>{who} sửa mục “{field}” và gửi lại.</source>
        <translation>{who} corrected “{field}” and sent it again.</translation>
    </message>
    <message>
        <source>Trung tâm cấp mã {code}, thay mã tạm {replaces}.</source>
        <translation>The centre gave the code {code} in place of {replaces}.</translation>
    </message>
    <message>
        <source>Trung tâm báo mã {code}, nhưng mã này không hợp với hồ sơ; giữ nguyên mã cũ.</source>
        <translation>The centre named the code {code}, which does not fit this dossier; the former one stays.</translation>
    </message>
    <message>
        <source>Trung tâm báo: {before} → {after}.</source>
        <translation>From the centre: {before} → {after}.</translation>
    </message>
</context>
</TS>
