import { homeLevels, type HomeTree } from "./home-trees.ts";

/**
 * The Vietnamese name of an organization of a tree, for example `Chi bộ 3, Đảng bộ Bệnh viện đa khoa Tân Bình 1`.
 * Communes, schools and firms are put together from common syllables; none is meant.
 */
export function organizationName(tree: HomeTree, organization: number): string {
  const superior = tree.superiors[organization] ?? 0;
  const place = tree.places[organization] ?? 1;
  switch (homeLevels[tree.levels[organization] ?? 0]) {
    case "CENTRALLY_RUN":
      return `Đảng bộ ${tree.committee.name}`;
    case "ABOVE_GRASSROOTS":
      return `Đảng bộ ${communeName(tree, organization)}`;
    case "GRASSROOTS":
      return isProvincial(tree)
        ? `Đảng bộ ${bodyName(tree, organization)} ${placeName(tree, superior)} ${place}`
        : `Đảng bộ ${bodyName(tree, organization)} ${place}, ${communeName(tree, superior)}`;
    case "SECTIONAL":
      return `Đảng bộ bộ phận ${place}, ${organizationName(tree, superior)}`;
    default:
      return `Chi bộ ${place}, ${organizationName(tree, superior)}`;
  }
}

/**
 * The code of an organization of a tree: the committee's code and the place at each level below it, for example
 * `PTC-79-012-03-B1-04`. It is unique.
 */
export function organizationCode(tree: HomeTree, organization: number): string {
  const superior = tree.superiors[organization] ?? -1;
  if (superior < 0) return tree.committee.code;
  const level = homeLevels[tree.levels[organization] ?? 0];
  const place = String(tree.places[organization] ?? 1);
  const own =
    level === "ABOVE_GRASSROOTS"
      ? place.padStart(3, "0")
      : level === "SECTIONAL"
        ? `B${place}`
        : place.padStart(2, "0");
  return `${organizationCode(tree, superior)}-${own}`;
}

/** A commune or ward such as `xã Tân Bình`, or a ministry or office for the committees of the centre. */
export function communeName(tree: HomeTree, organization: number): string {
  const place = tree.places[organization] ?? 1;
  if (!isProvincial(tree)) {
    return tree.committee.code === "CRC-CP"
      ? (MINISTRIES[place - 1] ?? `Cơ quan thuộc Chính phủ ${place}`)
      : `Cơ quan ${place}`;
  }
  const isWard = place % (tree.committee.name.startsWith("thành phố") ? 2 : 4) === 0;
  return `${isWard ? "phường" : "xã"} ${placeName(tree, organization)}`;
}

/** Two syllables that belong to the commune, different for each of a committee. */
function placeName(tree: HomeTree, commune: number): string {
  const place = tree.places[commune] ?? 1;
  // 7 has no common divisor with the 552 pairs, so neighbours differ and none returns too early.
  return placeSyllables(place * 7 + tree.ordinal * 41);
}

/** Two different syllables such as `Tân Bình`; there are 552 pairs, and numbers beyond start again. */
export function placeSyllables(number: number): string {
  const pair = number % (SYLLABLES.length * (SYLLABLES.length - 1));
  const first = Math.floor(pair / (SYLLABLES.length - 1));
  const second = pair % (SYLLABLES.length - 1);
  return `${SYLLABLES[first]} ${SYLLABLES[second < first ? second : second + 1]}`;
}

function bodyName(tree: HomeTree, organization: number): string {
  const bodies = isProvincial(tree) ? PROVINCIAL_BODIES : CENTRAL_BODIES;
  return bodies[organization % bodies.length] ?? "Cơ quan";
}

const isProvincial = ({ committee }: HomeTree) => committee.code.startsWith("PTC-");

const SYLLABLES = [
  "Tân",
  "An",
  "Bình",
  "Hòa",
  "Phú",
  "Long",
  "Minh",
  "Đông",
  "Tây",
  "Nam",
  "Bắc",
  "Thành",
  "Vĩnh",
  "Xuân",
  "Hưng",
  "Lộc",
  "Thạnh",
  "Mỹ",
  "Sơn",
  "Hải",
  "Quang",
  "Yên",
  "Thái",
  "Khánh",
];

const PROVINCIAL_BODIES = [
  "thôn, tổ dân phố",
  "Trường trung học phổ thông",
  "Trường trung học cơ sở",
  "Bệnh viện đa khoa",
  "Công ty cổ phần",
  "Hợp tác xã",
  "Ủy ban nhân dân",
  "Trung tâm y tế",
  "Chi nhánh ngân hàng",
  "Trường cao đẳng",
  "Xí nghiệp",
  "Ban quản lý",
];

const CENTRAL_BODIES = [
  "Văn phòng",
  "Vụ",
  "Cục",
  "Viện",
  "Trường đại học",
  "Tổng công ty",
  "Trung tâm",
  "Nhà xuất bản",
];

/** The first one takes the overseas organizations below it. */
const MINISTRIES = [
  "Bộ Ngoại giao",
  "Bộ Nội vụ",
  "Bộ Tư pháp",
  "Bộ Tài chính",
  "Bộ Công Thương",
  "Bộ Nông nghiệp và Môi trường",
  "Bộ Xây dựng",
  "Bộ Văn hóa, Thể thao và Du lịch",
  "Bộ Khoa học và Công nghệ",
  "Bộ Giáo dục và Đào tạo",
  "Bộ Y tế",
  "Bộ Dân tộc và Tôn giáo",
  "Thanh tra Chính phủ",
  "Ngân hàng Nhà nước Việt Nam",
  "Văn phòng Chính phủ",
];
