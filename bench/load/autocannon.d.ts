/** The part of autocannon 9 that the benches use; the package brings no types. */
declare module "autocannon" {
  interface Client {
    setRequests(requests: readonly object[]): void;
    on(event: "response", listener: (status: number, bytes: number, milliseconds: number) => void): this;
  }
  interface Options {
    readonly url: string;
    readonly connections: number;
    /** Seconds. */
    readonly duration: number;
    /** Milliseconds between two looks at the clock. */
    readonly sampleInt: number;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly setupClient: (client: Client) => void;
    readonly verifyBody?: (body: string) => boolean;
  }
  interface Result {
    readonly errors: number;
    readonly mismatches: number;
    readonly non2xx: number;
    /** Seconds. */
    readonly duration: number;
  }
  function autocannon(options: Options): Promise<Result>;
  export = autocannon;
}
