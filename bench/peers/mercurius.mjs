import mercuriusGateway from "@mercuriusjs/gateway";
import Fastify from "fastify";

// Arguments: port, then name=url of each agency. Federation 1: the schemas are asked of the agencies.
const [port, ...agencies] = process.argv.slice(2);
const services = agencies.map((agency) => {
  const [name, url] = agency.split("=");
  return { name, url };
});
const app = Fastify();
await app.register(mercuriusGateway, { gateway: { services }, jit: 1, graphiql: false });
await app.listen({ host: "127.0.0.1", port: Number(port) });
