/** Scopes by which agencies decide rows; no other scope travels to them. */
export const scopes = {
  /** Sees persons, within the committees and the organization of the token. */
  readPersons: "person:read",
  /** Keeps the Foreign Ministry's register: sees every stay abroad. */
  readOverseasRegister: "overseas-register:read",
} as const;
