// Written for any Node, however old, because it runs before anything else: nothing here may be newer than 2015.
var needed = [22, 18];
var found = process.versions.node.split(".").map(Number);
var usable = found[0] > needed[0] || (found[0] === needed[0] && found[1] >= needed[1]);

if (!usable) {
  var wanted = "Node.js " + needed.join(".");
  var actual = "Node.js " + process.versions.node + " (" + process.execPath + ")";
  console.error(
    "This program needs " + wanted + " or newer, but it was started by " + actual + ".\n" +
      "Install Node.js 24, or run `npm ci` without omitting optional packages: they bring a fitting Node.js.\n"
  );
  console.error(
    "Chương trình cần " + wanted + " trở lên, nhưng đang chạy bằng " + actual + ".\n" +
      "Hãy cài Node.js 24, hoặc chạy `npm ci` không bỏ gói tùy chọn: các gói đó mang theo Node.js phù hợp."
  );
  process.exit(1);
}
