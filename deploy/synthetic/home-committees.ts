/** A home committee that holds members in the hub, with what the generator needs to know of it. */
export interface HomeCommittee {
  readonly code: string;
  /** The name of its Party organization without "Đảng bộ". */
  readonly name: string;
  /** Share of the members; rough and invented, in the order of real size. */
  readonly weight: number;
  /** Organizations of the level above the grassroots in a nation of full size. */
  readonly communes: number;
  /** Committees out of which it was formed on 1 July or 3 February 2025; itself when it was not. */
  readonly origins: readonly [string, ...string[]];
  /** Last day of the origins; null when it is its own origin. */
  readonly originsValidTo: string | null;
  readonly isSouthern: boolean;
  /** Chances in a hundred of the ethnicities that are not Kinh, by the code of the 2008 list. */
  readonly minorities: readonly (readonly [code: string, percent: number])[];
}

/**
 * Code, name, weight, communes, former provinces (none when the unit was not merged), ethnicities other than Kinh. A
 * province or city is told by its first word.
 */
const PROVINCES = `
01|thành phố Hà Nội|480|126||04:1,02:0.5
04|tỉnh Cao Bằng|55|56||02:41,07:30,08:10,09:9
08|tỉnh Tuyên Quang|110|124|08 02|02:26,08:22,09:12,07:5
11|tỉnh Điện Biên|45|45||03:38,08:36
12|tỉnh Lai Châu|32|38||03:33,08:22,09:13
14|tỉnh Sơn La|90|75||03:53,08:16,04:8
15|tỉnh Lào Cai|120|99|10 15|02:17,08:17,09:11,03:6
19|tỉnh Thái Nguyên|135|92|19 06|02:22,07:7,09:5
20|tỉnh Lạng Sơn|65|65||07:43,02:36,09:3
22|tỉnh Quảng Ninh|105|54||09:5,02:3
24|tỉnh Bắc Ninh|195|99|24 27|07:3,02:2
25|tỉnh Phú Thọ|240|148|25 17 26|04:20,02:1
31|thành phố Hải Phòng|235|114|31 30|
33|tỉnh Hưng Yên|200|104|33 34|
37|tỉnh Ninh Bình|240|129|37 35 36|04:1
38|tỉnh Thanh Hóa|235|166||04:10,03:6
40|tỉnh Nghệ An|200|130||03:10,08:1
42|tỉnh Hà Tĩnh|100|69||
44|tỉnh Quảng Trị|125|78|45 44|
46|thành phố Huế|65|40||
48|thành phố Đà Nẵng|130|94|48 49|
51|tỉnh Quảng Ngãi|105|96|51 62|
52|tỉnh Gia Lai|130|135|52 64|02:1,07:1
56|tỉnh Khánh Hòa|95|65|56 58|06:1
66|tỉnh Đắk Lắk|125|102|66 54|02:3,07:3
68|tỉnh Lâm Đồng|140|124|68 60 67|02:1,07:2
75|tỉnh Đồng Nai|145|95|75 70|06:2,05:1
79|thành phố Hồ Chí Minh|470|168|79 74 77|06:3
80|tỉnh Tây Ninh|120|96|80 72|05:1
82|tỉnh Đồng Tháp|140|102|82 87|
86|tỉnh Vĩnh Long|140|124|86 83 84|05:9
91|tỉnh An Giang|150|102|91 89|05:6
92|thành phố Cần Thơ|140|103|92 93 94|05:11,06:2
96|tỉnh Cà Mau|95|64|96 95|05:4,06:1`;

/** Home committees by code: the 34 provincial ones and the four of the centre that hold members in the hub. */
export const homeCommittees: ReadonlyMap<string, HomeCommittee> = new Map(
  [
    ...PROVINCES.trim().split("\n").map(provincialCommittee),
    centralCommittee("CRC-CQDTW", "các cơ quan Đảng Trung ương", 20, 10, ["CRC-KCQTW"]),
    centralCommittee("CRC-CP", "Chính phủ", 190, 20, ["CRC-KDNTW", "CRC-KCQTW"]),
    centralCommittee("CRC-QH", "Quốc hội", 4, 4, ["CRC-KCQTW"]),
    centralCommittee("CRC-MTTQ", "Mặt trận Tổ quốc, các đoàn thể Trung ương", 14, 10, ["CRC-KCQTW"]),
  ].map((committee) => [committee.code, committee]),
);

function provincialCommittee(line: string): HomeCommittee {
  const [digits = "", name = "", weight, communes, former = "", minorities = ""] = line.split("|");
  const code = `PTC-${digits}`;
  const origins = former
    .split(" ")
    .filter(Boolean)
    .map((province) => `PTC63-${province}`);
  return {
    code,
    name,
    weight: Number(weight),
    communes: Number(communes),
    origins: [origins[0] ?? code, ...origins.slice(1)],
    originsValidTo: origins.length > 0 ? "2025-06-30" : null,
    // From Quảng Trị southwards families write Huỳnh and Võ.
    isSouthern: Number(digits) >= 46,
    minorities: minorities.split(",").filter(Boolean).map(minority),
  };
}

function minority(entry: string): readonly [string, number] {
  const [code = "", percent] = entry.split(":");
  return [code, Number(percent)];
}

function centralCommittee(
  code: string,
  name: string,
  weight: number,
  communes: number,
  origins: readonly [string, ...string[]],
): HomeCommittee {
  const minorities = [
    ["02", 2],
    ["04", 1],
    ["07", 1],
    ["03", 0.5],
  ] as const;
  return { code, name, weight, communes, origins, originsValidTo: "2025-02-02", isSouthern: false, minorities };
}
