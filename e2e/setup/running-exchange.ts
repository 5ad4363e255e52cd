import type { Address } from '#lib/domain/address.ts';

/** Tokens beside the exchange's own, each for what its name says. */
export type TestTokens = {
  /** Sound, with a V2 pool against LUSD and no other. */
  readonly plain: Address;
  /** Its name and symbol are bytes32; it has a V3 pool against LUSD and no other. */
  readonly bytes32: Address;
  /** Answers transfers with nothing, as old tokens do; with a V2 pool, to be moved by one test. */
  readonly 'no-return': Address;
  /** Indivisible, with a V2 pool, to be moved by one test. */
  readonly 'no-decimals': Address;
  readonly html: Address;
  readonly 'right-to-left': Address;
  readonly 'long-metadata': Address;
  readonly 'symbol-collision': Address;
  readonly 'reverting-metadata': Address;
};

/** The exchange that the tests run against: what the set-up tells the workers. */
export type RunningExchange = {
  readonly webUrl: string;
  readonly sidecarUrl: string;
  readonly rpcUrl: string;
  /** Where its chain's data lies: the deployment, and who runs what. */
  readonly networkDir: string;
  readonly dataDir: string;
  readonly testTokens: TestTokens;
};

const VARIABLE = 'E2E_EXCHANGE';

/** Hands the exchange to the workers, which inherit the environment. */
export function announceExchange(exchange: RunningExchange): void {
  process.env[VARIABLE] = JSON.stringify(exchange);
  process.env.E2E_WEB_URL = exchange.webUrl;
}

/** The exchange that was announced. */
export function runningExchange(): RunningExchange {
  const text = process.env[VARIABLE];
  if (text === undefined) throw new Error('the set-up has not announced an exchange');
  return JSON.parse(text);
}
