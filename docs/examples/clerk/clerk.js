// A clerk's work list and the dossier of one member: registered operations, partial answers, errors in words.
const COMMITTEE = "PTC-79";
const PAGE = 20;

/** What a person reads for a code of the hub; the code itself stays visible for whoever they call. */
const WORDS = {
  AGENCY_UNREACHABLE: "Một cơ quan không trả lời; phần còn lại vẫn đúng.",
  AGENCY_TIMEOUT: "Một cơ quan trả lời quá chậm; phần còn lại vẫn đúng.",
  UNAUTHORIZED_FIELD_OR_TYPE: "Anh/chị không có quyền xem một số thông tin.",
  AUTH_TOKEN_INVALID: "Phiên làm việc đã hết hạn. Hãy đăng nhập lại.",
};

/** What a person reads for a code of the graph; a code that is not here shows itself. */
const NAMES = {
  REQUESTED: "Đã đề nghị",
  CELL_REVIEWED: "Chi bộ đã xét",
  CERTIFIED: "Đảng ủy cơ sở đã xác nhận",
  ISSUED: "Đã cấp giấy giới thiệu",
  IN_TRANSIT: "Đang chuyển",
  PRESENTED: "Đã xuất trình giấy giới thiệu",
  OVERDUE: "Quá hạn xuất trình",
  FILE_CHECKED: "Đã kiểm tra hồ sơ",
  RETURNED: "Hồ sơ bị trả lại",
  LOST: "Thất lạc giấy tờ",
  REISSUED: "Đã cấp lại giấy giới thiệu",
  PROBATIONARY: "Đảng viên dự bị",
  OFFICIAL: "Đảng viên chính thức",
  WORK: "Công tác",
  STUDY: "Học tập",
  LABOUR: "Lao động",
  FAMILY_VISIT: "Thăm người thân",
  MEDICAL_TREATMENT: "Chữa bệnh",
  PRIVATE: "Việc riêng",
};
const nameOf = (code) => NAMES[code] ?? code;

const element = (id) => document.getElementById(id);

/** Asks a registered operation by its name. Data may be there beside errors: both are shown. */
async function ask(operation, variables) {
  const response = await fetch("/ask", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ operation, variables }),
  });
  const { data, errors = [] } = await response.json();
  const codes = [...new Set(errors.map(({ extensions }) => extensions?.code ?? "?"))];
  element("fault").textContent = codes.map((code) => `${WORDS[code] ?? "Có lỗi."} (${code})`).join(" ");
  return data;
}

let after = null;

async function showPage() {
  const data = await ask("OpenTransfers", { committee: COMMITTEE, first: PAGE, after });
  const page = data?.openTransfers;
  if (!page) return;
  element("total").textContent = `(${page.totalCount})`;
  for (const transfer of page.nodes) element("list").append(rowOf(transfer));
  after = page.pageInfo.endCursor;
  element("more").hidden = !page.pageInfo.hasNextPage;
}

function rowOf({ state, member, toOrganization, deadlines }) {
  const row = document.createElement("tr");
  const isLate = deadlines?.some(({ isOverdue }) => isOverdue) ?? false;
  row.classList.toggle("late", isLate);
  const open = document.createElement("button");
  open.type = "button";
  open.textContent = member?.homeRecord?.name?.full ?? "—";
  open.addEventListener("click", () => showDossier(member.id));
  const next = member?.nextStep;
  // In words too, for those who do not see the colour.
  const stateInWords = `${nameOf(state)}${isLate ? " (quá hạn)" : ""}`;
  const nextInWords = next ? `${next.instruction} (${next.dueOn ?? "—"})` : "—";
  const cells = [open, stateInWords, toOrganization?.name ?? "—", nextInWords];
  for (const content of cells) {
    const cell = document.createElement("td");
    cell.append(content);
    row.append(cell);
  }
  return row;
}

async function showDossier(id) {
  const data = await ask("MemberDossier", { id });
  const member = data?.member;
  const facts = [
    ["Họ và tên", member?.homeRecord?.name?.full],
    ["Cấp ủy quản lý", member?.homeCommittee?.name],
    ["Nơi sinh hoạt", member?.homeOrganization?.name],
    ["Loại", nameOf(member?.homeRecord?.memberClass)],
    [
      "Đợt ra nước ngoài",
      member?.currentAssignment && `${nameOf(member.currentAssignment.purpose)} (${member.currentAssignment.state})`,
    ],
    ["Nước", member?.currentAssignment?.country?.name],
    ["Dự kiến về", member?.currentAssignment?.expectedReturnOn],
    ["Tổ chức đảng tiếp nhận", member?.currentAssignment?.receivingOrganization?.name],
  ];
  element("dossier").replaceChildren(
    ...facts.flatMap(([term, fact]) => {
      const dt = document.createElement("dt");
      const dd = document.createElement("dd");
      dt.textContent = term;
      dd.textContent = fact ?? "—";
      return [dt, dd];
    }),
  );
}

element("more").addEventListener("click", showPage);
await showPage();
