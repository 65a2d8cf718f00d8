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
  if (deadlines?.some(({ isOverdue }) => isOverdue)) row.className = "late";
  const open = document.createElement("button");
  open.type = "button";
  open.textContent = member?.homeRecord?.name?.full ?? "—";
  open.addEventListener("click", () => showDossier(member.id));
  const next = member?.nextStep;
  const cells = [open, state, toOrganization?.name ?? "—", next ? `${next.instruction} (${next.dueOn ?? "—"})` : "—"];
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
    ["Loại", member?.homeRecord?.memberClass],
    ["Đợt ra nước ngoài", member?.currentAssignment && `${member.currentAssignment.purpose}, ${member.currentAssignment.state}`],
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
