import { weighted, type Random } from "./random.ts";

/** A person's name in its parts; the name in use is family, middle and given name in this order. */
export interface PersonName {
  readonly familyName: string;
  /** Absent for a few. */
  readonly middleName: string | null;
  readonly givenName: string;
}

/** What decides which names are likely. */
export interface NameSetting {
  readonly isFemale: boolean;
  /** Some families write their name differently in the south: Huỳnh for Hoàng, Võ for Vũ. */
  readonly isSouthern: boolean;
  /** Code of the 2008 list of ethnicities. */
  readonly ethnicityCode: string;
}

/** Draws a name. The tables are this project's own, in the order of frequency in Viet Nam; no person is meant. */
export function personName(random: Random, { isFemale, isSouthern, ethnicityCode }: NameSetting): PersonName {
  const family = (ETHNIC_FAMILY_NAMES.get(ethnicityCode) ?? FAMILY_NAMES)(random);
  const middleName = random.chance(0.03) ? null : (isFemale ? FEMALE_MIDDLE_NAMES : MALE_MIDDLE_NAMES)(random);
  const givenName = (isFemale ? FEMALE_GIVEN_NAMES : MALE_GIVEN_NAMES)(random);
  return { familyName: isSouthern ? (SOUTHERN_FORMS[family] ?? family) : family, middleName, givenName };
}

/** The parts in Vietnamese order with single spaces. */
export const fullName = ({ familyName, middleName, givenName }: PersonName): string =>
  middleName === null ? `${familyName} ${givenName}` : `${familyName} ${middleName} ${givenName}`;

const SOUTHERN_FORMS: Readonly<Record<string, string>> = { Hoàng: "Huỳnh", Vũ: "Võ" };

/** Names after their weights, `Nguyễn 38`; names without one share the weight of the last. */
function namesOf(table: string): (random: Random) => string {
  let weight = 1;
  return weighted(
    table
      .trim()
      .split(/[,\n]+\s*/)
      .map((entry) => {
        const [, name = entry, own] = /^(\S+)(?: ([\d.]+))?$/.exec(entry.trim()) ?? [];
        weight = own ? Number(own) : weight;
        return [name, weight] as const;
      }),
  );
}

const FAMILY_NAMES = namesOf(`
  Nguyễn 34, Trần 11, Lê 9.5, Phạm 7, Hoàng 5.1, Vũ 4.5, Phan 4, Đặng 2.2, Bùi 2.1, Đỗ 1.7, Hồ 1.4, Ngô 1.3, Dương 1.1,
  Lý 0.7, Trương 0.9, Đinh 0.9, Đoàn 0.7, Trịnh 0.7, Lâm 0.6, Mai 0.6, Đào 0.6, Cao 0.6, Hà 0.5, Lương 0.5, Tạ 0.4,
  Phùng 0.4, Tô 0.4, Chu 0.3, Thái, Châu, Quách, Kiều, Tống, Văn 0.2, Vương, La, Nghiêm, Lưu, Từ, Khổng, Bạch, Doãn`);

/** For a few of the larger ethnicities, by the code of the 2008 list. */
const ETHNIC_FAMILY_NAMES: ReadonlyMap<string, (random: Random) => string> = new Map([
  ["02", namesOf("Hoàng 20, Nông 18, Nguyễn 12, Lý 8, Ma 8, Lương 8, Triệu 7, Đàm 6, Bế 5, Hà 4, Chu 3, Vi")],
  ["03", namesOf("Lò 25, Lường 14, Quàng 13, Cà 9, Vi 8, Cầm 7, Hà 6, Lương 6, Tòng 5, Bạc 3")],
  ["04", namesOf("Bùi 45, Quách 14, Đinh 12, Nguyễn 8, Hà 6, Bạch 4, Trương 4, Phạm")],
  ["05", namesOf("Thạch 24, Kim 14, Sơn 13, Danh 13, Lâm 11, Trần 9, Châu 6, Kiên 4")],
  ["07", namesOf("Nông 22, Hoàng 18, Lý 9, Lương 9, Triệu 9, Hứa 7, Vi 6, Mông 4, Chu")],
  ["08", namesOf("Giàng 20, Vàng 16, Sùng 12, Thào 11, Lý 10, Mùa 8, Hạng 6, Lầu 5, Cứ 3")],
  ["09", namesOf("Triệu 26, Bàn 24, Đặng 20, Lý 13, Phùng 8, Chảo 4")],
]);

const MALE_MIDDLE_NAMES = namesOf(`
  Văn 26, Đức 6, Hữu 5.5, Minh 5, Quang 5, Xuân 4.5, Ngọc 4.5, Thanh 4, Quốc 4, Công 3.5, Đình 3.5, Trọng 3, Hoàng 3,
  Anh 2.5, Tuấn 2, Duy 2, Viết 2, Bá 1.6, Thế 1.6, Mạnh 1.5, Huy 1.2, Trung 1, Tiến, Việt, Hồng, Gia 0.8, Phúc, Nhật`);

const FEMALE_MIDDLE_NAMES = namesOf(`
  Thị 44, Thu 5, Ngọc 4.5, Thanh 4, Minh 3.5, Phương 3, Hồng 3, Kim 3, Bích 2.5, Thúy 2.5, Mai 2, Thùy 2, Mỹ 1.8,
  Quỳnh 1.6, Khánh 1.5, Lan 1.2, Hoàng 1.2, Diệu 1, Như, Hải, Xuân, Ánh 0.8, Cẩm, Tuyết, Vân, Hà`);

const MALE_GIVEN_NAMES = namesOf(`
  Hùng 4, Tuấn 3.8, Dũng 3.6, Anh 3.4, Minh 3.2, Hải 3.1, Nam 2.9, Cường 2.8, Sơn 2.8, Thắng 2.6, Thành 2.6, Long 2.5,
  Hưng 2.4, Trung 2.4, Quang 2.2, Đức 2.2, Hiếu 2, Bình 2, Hòa 1.8, Tùng 1.8, Phong 1.7, Phúc 1.7, Tiến 1.7, Toàn 1.6,
  Huy 1.6, Hoàng 1.6, Kiên 1.5, Việt 1.5, Khánh 1.4, Đạt 1.4, Lâm 1.3, Quân 1.3, Vinh 1.3, Tài 1.2, Duy 1.2, Tân 1.1,
  Khoa 1, Hậu 1, Chiến 1, Nghĩa 1, Tú 1, An 1, Thịnh 0.9, Bảo 0.9, Giang 0.8, Hà 0.8, Thuận 0.8, Lộc 0.7, Thái 0.7,
  Phương 0.7, Linh 0.6, Ngọc 0.6, Nhân, Trí, Khang, Thiện 0.5, Luân, Vũ, Tâm, Đồng 0.4, Hào, Chung, Nguyên, Khải 0.3`);

const FEMALE_GIVEN_NAMES = namesOf(`
  Hương 3.8, Hà 3.5, Lan 3.3, Hoa 3.1, Linh 3, Hằng 3, Thảo 2.9, Trang 2.9, Nga 2.7, Huyền 2.6, Phương 2.6, Thủy 2.5,
  Hạnh 2.5, Mai 2.4, Hiền 2.4, Anh 2.3, Loan 2.1, Yến 2, Nhung 2, Ngọc 2, Dung 1.9, Vân 1.9, Thu 1.8, Oanh 1.5, Tâm 1.4,
  Liên 1.4, Bích 1.3, Thúy 1.3, Xuân 1.2, Nguyệt 1.2, Hồng 1.2, Quyên 1.1, Tuyết 1.1, Ly 1, Chi 1, My 0.9, Nhi 0.9,
  Trinh 0.9, Diệp 0.8, Châu 0.8, Giang 0.8, Ngân 0.8, Vy 0.6, An 0.6, Kiều, Lệ, Minh 0.5, Bình, Thanh, Uyên, Trâm,
  Hoài 0.4, Sen, Đào, Cúc, Hường, Thơ, Khánh 0.3, Hòa, Quỳnh, Nhàn, Thắm`);
