import { setTimeout } from "node:timers/promises";
import Fastify from "fastify";
import { buildSchema, graphql } from "graphql";
import { registerConsole } from "../../gateway/console/routes.ts";
import { readyQuestion } from "../../gateway/console/ready-questions.ts";

const schema = buildSchema(`
  "Điểm vào của mọi câu hỏi."
  type Query {
    "Một đảng viên (member) theo mã; null khi không có."
    member(id: ID!): Member
    "Các chuyến công tác, học tập, lao động ở nước ngoài (overseas assignments)."
    assignments(first: Int = 20): AssignmentConnection!
    "Số liệu (figures), không nêu số nhỏ."
    figures: [Figure!]!
  }
  "Một số liệu."
  type Figure { year: Int!  code: ID!  label: String!  value: Int  isSuppressed: Boolean! }
  "Đảng viên."
  type Member {
    id: ID!
    "Họ và tên, họ đứng trước."
    fullName: String!
    "Cấp ủy quản lý."
    homeCommittee: String
  }
  type AssignmentConnection { nodes: [Assignment!]!  totalCount: Int! }
  "Chuyến ra nước ngoài."
  type Assignment { id: ID!  country: String!  startedOn: String!  months: Int  member: Member! }
`);

const member = { id: "mb_0000000000001", fullName: "Nguyễn Thị Ánh Tuyết", homeCommittee: "Thừa Thiên Huế" };

const nodes = [
  { id: "oa_1", country: "Đức", startedOn: "2024-09-15", months: 24, member },
  { id: "oa_2", country: "Ấn Độ", startedOn: "2021-03-01", months: 6, member },
  { id: "oa_3", country: "Nhật Bản", startedOn: "2025-01-20", months: null, member },
  { id: "oa_4", country: "Đức", startedOn: "2025-02-10", months: 6, member },
];

const figure = (year: number, code: string, label: string, value: number | null) => ({
  year,
  code,
  label,
  value,
  isSuppressed: value === null,
});

const figures = [
  figure(2023, "PTC-01", "Hà Nội", 40),
  figure(2024, "PTC-01", "Hà Nội", 60),
  figure(2023, "PTC-79", "=Thành phố Hồ Chí Minh", 30),
  figure(2024, "PTC-79", "=Thành phố Hồ Chí Minh", 50),
  figure(2024, "PTC-96", "Cà Mau", null),
];

const question = (name: string, vi: string, en: string, operation: string) =>
  readyQuestion(`${name}.graphql`, `# vi: ${vi}\n# en: ${en}\n${operation}\n`);

const dossier = `# variables: {"id": "mb_0000000000001"}

query MemberDossier($id: ID!) {
  member(id: $id) {
    id
    fullName
    homeCommittee
  }
}`;

const list = (name: string) => `query ${name} {
  assignments(first: 20) {
    nodes { id country startedOn months member { fullName } }
    totalCount
  }
}`;

const figuresQuery = "query Figures { figures { year code label value isSuppressed } }";

const operations = [
  question("member-dossier", "Hồ sơ một đảng viên đang ở nước ngoài", "One member abroad, on one screen", dossier),
  question("new-arrivals", "Đảng viên mới sang, chưa được tiếp nhận", "Arrivals not yet received", list("NewArrivals")),
  question("open-transfers", "Hồ sơ chuyển sinh hoạt đang mở", "Open transfers by state", list("OpenTransfers")),
  question("directory", "Danh bạ tổ chức đảng ở một nước", "Organizations in a country", list("Directory")),
  question("procedure", "Thủ tục phải làm trước khi đi", "The procedure before leaving", list("Procedure")),
  question("figures", "Số liệu theo năm và tỉnh", "Figures by year and province", figuresQuery),
  question("returning", "Đảng viên sắp về nước trong quý tới", "Members returning next quarter", list("Returning")),
];

/** The console in front of a real GraphQL endpoint that answers synthetic data in Vietnamese. */
export async function startSmallHub(cacheDir: string) {
  const app = Fastify({ forceCloseConnections: true });
  let scriptBytes = 0;
  app.addHook("onResponse", async (request, reply) => {
    if (request.url.endsWith(".js")) scriptBytes += Number(reply.getHeader("content-length"));
  });
  registerConsole(app, { cacheDir, questions: operations, signIn: "none", isSynthetic: true });
  app.post<{ Body: { query: string; variables?: Record<string, unknown>; operationName?: string } }>(
    "/graphql",
    ({ body }) =>
      graphql({
        schema,
        source: body.query,
        variableValues: body.variables ?? null,
        operationName: body.operationName ?? null,
        rootValue: {
          member: ({ id }: { id: string }) => (id === member.id ? member : null),
          figures,
          assignments: { nodes, totalCount: nodes.length },
        },
      }),
  );
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  return {
    url,
    operations,
    /** Bytes of JavaScript sent since the last time this was asked. */
    takeScriptBytes: () => {
      const taken = scriptBytes;
      scriptBytes = 0;
      return taken;
    },
    /** Resolves once the page is there instead of the note that it is being prepared. */
    isBuilt: async () => {
      while (!(await (await fetch(url)).text()).includes("main.js")) await setTimeout(200);
    },
    close: () => app.close(),
  };
}
