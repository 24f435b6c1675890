// An authorization server that nobody here wrote, at athenahealth's paths. Its port is the first line it says; it ends
// when its input does. The one argument is a file beside the packages.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const packages = createRequire(process.argv[2]);
const { Provider } = await import(pathToFileURL(packages.resolve("oidc-provider")).href);

const server = createServer();
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const { port } = server.address();
const at = (name) => `/oauth2/v1/${name}`;

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "people",
      application_type: "native",
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", "refresh_token"],
      redirect_uris: ["http://127.0.0.1/callback"],
    },
    {
      client_id: "app",
      client_secret: "secret of the app, with : and %",
      grant_types: ["client_credentials"],
      response_types: [],
      redirect_uris: [],
    },
  ],
  scopes: ["openid", "profile", "fhirUser", "offline_access", "athena/service/Athenanet.MDP.*"],
  claims: { openid: ["sub"], profile: ["name"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: `${id} Canary` }) }),
  // SMART apps ask for offline_access without prompt=consent, which OpenID Connect wants beside it.
  issueRefreshToken: (_, client) => client.grantTypeAllowed("refresh_token"),
  expiresWithSession: () => false,
  rotateRefreshToken: true,
  features: { clientCredentials: { enabled: true }, revocation: { enabled: true } },
  routes: { authorization: at("authorize"), token: at("token"), revocation: at("revoke"), userinfo: at("userinfo") },
});
server.on("request", provider.callback());
process.stdin.on("end", () => process.exit(0)).resume();
console.log(port);
