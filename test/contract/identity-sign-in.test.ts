import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import { Provider } from "oidc-provider";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openIdentity } from "../../gateway/identity/identity.ts";
import type { Issuer } from "../../gateway/identity/issuers.ts";
import { keptLog } from "./identity/issuer.ts";

const HUB = "urn:test:hub";
const CLIENT = "agency-front-end";
const RETURN = "http://127.0.0.1/signed-in";

const server = createServer();
let address: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  address = `http://127.0.0.1:${typeof bound === "object" && bound ? bound.port : 0}`;
  server.on("request", new Provider(address, await configuration()).callback());
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe("a sign-in at an agency's own OpenID provider", () => {
  it("ends with a token by which the hub knows the person, the agency and the scopes they agreed to", async () => {
    const { access_token: token } = await signIn("officer-7");
    const identity = await openIdentity({ issuers: [trust()], revocationsFile: null, log: keptLog() });
    const caller = await identity.identify(["Authorization", `Bearer ${token}`, "X-Purpose", "OVERSEAS_MANAGEMENT"]);
    expect(caller).toMatchObject({
      issuer: address,
      subject: "officer-7",
      organization: "foreign-ministry",
      scopes: ["assignment:read", "registry:read"],
      purpose: "OVERSEAS_MANAGEMENT",
    });
    identity.close();
  });

  it("gives an identity token too, which opens nothing", async () => {
    const { id_token: token } = await signIn("officer-7");
    const log = keptLog();
    const identity = await openIdentity({ issuers: [trust()], revocationsFile: null, log });
    await expect(identity.identify(["Authorization", `Bearer ${token}`])).rejects.toThrow("not accepted");
    expect(log.lines.join()).toContain("ERR_JWT_CLAIM_VALIDATION_FAILED");
    identity.close();
  });
});

const trust = (): Issuer => ({
  issuer: address,
  audience: HUB,
  keys: { url: `${address}/jwks` },
  grants: {
    organizations: ["foreign-ministry"],
    committees: [],
    scopes: ["openid", "registry:read", "assignment:read"],
    purposes: ["OVERSEAS_MANAGEMENT"],
    canNameMembers: false,
  },
});

async function configuration() {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: "agency-1", alg: "ES256", use: "sig" };
  const resource = {
    scope: "registry:read assignment:read",
    audience: HUB,
    accessTokenFormat: "jwt",
    accessTokenTTL: 600,
    jwt: { sign: { alg: "ES256" } },
  };
  return {
    jwks: { keys: [key] },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    scopes: ["openid"],
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    clients: [
      {
        client_id: CLIENT,
        redirect_uris: [RETURN],
        token_endpoint_auth_method: "none",
        application_type: "native",
        id_token_signed_response_alg: "ES256",
      },
    ],
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
    features: {
      resourceIndicators: {
        enabled: true,
        defaultResource: () => HUB,
        getResourceServerInfo: () => resource,
        useGrantedResource: () => true,
      },
    },
    extraTokenClaims: () => ({ org: "foreign-ministry", purposes: ["OVERSEAS_MANAGEMENT"] }),
    formats: {
      customizers: {
        jwt: (_: unknown, __: unknown, jwt: { payload: Record<string, unknown> }) => {
          jwt.payload["nbf"] = jwt.payload["iat"];
        },
      },
    },
  };
}

/** Goes the way of a browser: to the sign-in page, through both of its forms, back with a code, and to the tokens. */
async function signIn(person: string): Promise<{ readonly access_token: string; readonly id_token: string }> {
  const verifier = randomBytes(32).toString("base64url");
  const question = new URLSearchParams({
    client_id: CLIENT,
    response_type: "code",
    redirect_uri: RETURN,
    scope: "openid registry:read assignment:read",
    resource: HUB,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const browser = new Browser();
  const loginPage = await browser.follow(`${address}/auth?${question}`);
  const consentPage = await browser.follow(loginPage, { prompt: "login", login: person, password: "any" });
  const end = await browser.follow(consentPage, { prompt: "consent" });
  const code = new URL(end).searchParams.get("code");
  const answer = await fetch(`${address}/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: CLIENT,
      redirect_uri: RETURN,
      code_verifier: verifier,
      code: String(code),
      resource: HUB,
    }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as { access_token: string; id_token: string };
}

/** As much of a browser as a sign-in needs: cookies and redirects. */
class Browser {
  readonly #cookies = new Map<string, string>();

  /** Opens an address, or sends a form to it, and answers the address of the page at which the redirects end. */
  async follow(url: string, form?: Readonly<Record<string, string>>): Promise<string> {
    const answer = await fetch(url, {
      method: form ? "POST" : "GET",
      ...(form && { body: new URLSearchParams(form) }),
      redirect: "manual",
      headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.#cookies.set(name, value);
    }
    await answer.arrayBuffer();
    const next = answer.headers.get("location");
    if (next === null) return url;
    const target = new URL(next, url).href;
    return target.startsWith(RETURN) ? target : this.follow(target);
  }
}
