const assignment = "assignment { country purpose startedOn mission { name city } }";
const person =
  "id familyName middleName givenName birthDay birthPlace ethnicity religion occupation cardNumber admittedOn";
const organization = "organization { id code name level }";

/** The three shapes: one member with everything, a page of fifty with everything, one small field. */
export const operations = {
  q1: `query One($id: ID!) { member(id: $id) { ${person} ${assignment} ${organization} } }`,
  q50: `query Page { members(first: 50) { total nodes { ${person} ${assignment} ${organization} } } }`,
  qs: "query Small { count }",
} as const;
