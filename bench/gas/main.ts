import { encodeFunctionData } from 'viem';
import { getBlock } from 'viem/actions';
import { wluxAbi } from '#contracts-abi/abis/wlux.ts';
import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import type { Address } from '#lib/domain/address.ts';
import { type Market, markets } from '#lib/domain/market.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { type SwapChain, swapChain } from '#scripts/testing/swap-chain.ts';
import { BenchSender } from './bench-sender.ts';
import { approveKeys, type Crowd, crowdOf, depositForAll } from './bench-traders.ts';
import { measureSwaps } from './measure-swaps.ts';
import { type Flow, gasOfMatch } from './settled-flow.ts';

/* `npm run bench:gas`: what a match costs on chain beside a V2 swap and a V3 swap. */

const MAKERS = 4;
const MATCHES = 120;
const DISTINCT = 100;

/** Prices in ticks and lots of a trade: some 7,000 dollars, whose bytes are not zeros. */
const TRADES: Readonly<Record<string, Pick<Flow, 'price' | 'lots'>>> = {
  'BTC-USDT': { price: 6_512_345, lots: 1_234 },
  'ETH-USDT': { price: 321_098, lots: 2_345 },
  'LUX-USDT': { price: 205_432, lots: 3_457 },
};

/** Whole tokens that everybody deposits. */
const DEPOSITS: Readonly<Record<string, bigint>> = {
  LUSD: 80_000n,
  LBTC: 25n,
  LETH: 600n,
  WLUX: 80_000n,
};

/** Gas a match that issue and docs aim at. */
const AIMS: Readonly<Record<string, number>> = {
  'ETH-USDT, 4 makers with one order each': 20_000,
  'ETH-USDT, 4 makers, an order a match': 20_000,
  'ETH-USDT, all accounts distinct': 34_000,
  "ETH-USDT, everybody's first order": 52_000,
};

class GasBench {
  readonly #exchange: SwapChain;
  readonly #operator: BenchSender;
  readonly #treasury: BenchSender;
  readonly #domain: OrderDomain;
  #sequence = 0;

  constructor(exchange: SwapChain) {
    const { env } = exchange.chain;
    this.#exchange = exchange;
    this.#operator = new BenchSender(exchange, developmentAccount(env, 'keeper'));
    this.#treasury = new BenchSender(exchange, developmentAccount(env, 'treasury'));
    this.#domain = { chainId: env.chainId, verifyingContract: exchange.contract('clearingHouse') };
  }

  /** Rows of a market: name and gas a match. */
  async marketRows(market: Market): Promise<readonly (readonly [string, number])[]> {
    const usual = crowdOf(market.symbol, { makers: MAKERS, takers: MATCHES });
    const distinct = crowdOf(`${market.symbol} distinct`, { makers: DISTINCT, takers: DISTINCT });
    for (const crowd of [usual, distinct]) await this.#fund(crowd, market);
    const of = async (name: string, changes: Partial<Flow>) =>
      [`${market.symbol}, ${name}`, await this.#measure(market, usual, changes)] as const;
    const first = await this.#measure(market, distinct, { firstNonce: 64 });
    const again = await this.#measure(market, distinct, { firstNonce: 65 });
    // Whoever trades for the first time pays for slots; that is another line.
    await this.#measure(market, usual, { firstNonce: 64 });
    const rows = [
      await of('4 makers with one order each', { firstNonce: 160, makersOrders: 'one' }),
      await of('4 makers, an order a match, new slots', { firstNonce: 256 }),
      await of('4 makers, an order a match', { firstNonce: 286 }),
    ];
    await approveKeys(this.#treasury, {
      domain: this.#domain,
      traders: [...usual.makers, ...usual.takers],
    });
    rows.push(
      await of('the same with trading keys', { firstNonce: 320, signedBy: 'trading keys' }),
    );
    return [
      ...rows,
      [`${market.symbol}, all accounts distinct`, again],
      [`${market.symbol}, everybody's first order`, first],
    ];
  }

  /** Gas of a swap, by somebody who has the tokens. */
  async swapRows(): Promise<readonly (readonly [string, number])[]> {
    const { v2, v3 } = await measureSwaps(this.#exchange, this.#treasury);
    return [
      ['V2 swap, LETH for LUSD', v2],
      ['V3 swap, LETH for LUSD', v3],
    ];
  }

  async #measure(market: Market, crowd: Crowd, changes: Partial<Flow>): Promise<number> {
    const trade = TRADES[market.symbol];
    if (trade === undefined) throw new Error(`nothing is known of trades in ${market.symbol}`);
    const usual = { firstNonce: 64, makersOrders: 'each', signedBy: 'owners' } as const;
    const { timestamp } = await getBlock(this.#exchange.client);
    this.#sequence += 1;
    const flow = { market, crowd, ...trade, ...usual, ...changes };
    return await gasOfMatch(flow, {
      operator: this.#operator,
      domain: this.#domain,
      sequence: this.#sequence,
      now: Number(timestamp),
    });
  }

  async #fund({ makers, takers }: Crowd, { baseToken, quoteToken }: Market): Promise<void> {
    const addresses = (traders: Crowd['makers']) => traders.map(({ address }) => address);
    if (baseToken === 'WLUX') await this.#wrap(BigInt(makers.length));
    await this.#deposit(baseToken, addresses(makers));
    await this.#deposit(quoteToken, [...addresses(takers), ...addresses(makers)]);
  }

  async #wrap(shares: bigint): Promise<void> {
    const value = (DEPOSITS.WLUX ?? 0n) * 10n ** 18n * shares;
    const { address } = this.#exchange.tokens.wlux;
    await this.#exchange.rpc('anvil_setBalance', [
      this.#treasury.address,
      `0x${(value * 2n).toString(16)}`,
    ]);
    const data = encodeFunctionData({ abi: wluxAbi, functionName: 'deposit' });
    await this.#treasury.gasOf([{ to: address, data, value }]);
  }

  async #deposit(symbol: string, accounts: readonly Address[]): Promise<void> {
    const token = Object.values(this.#exchange.tokens).find((one) => one.symbol === symbol);
    if (token === undefined) throw new Error(`${symbol} is not deployed`);
    await depositForAll(this.#treasury, {
      clearingHouse: this.#domain.verifyingContract,
      token: token.address,
      amount: (DEPOSITS[symbol] ?? 0n) * 10n ** BigInt(token.decimals),
      accounts,
    });
  }
}

function line(name: string, gas: number, swap: number): string {
  const aim = AIMS[name];
  const verdict = aim === undefined ? '' : `${thousands(aim)} ${gas <= aim ? 'met' : 'MISSED'}`;
  const share = `${Math.round((100 * gas) / swap)} %`;
  return [name.padEnd(44), thousands(gas).padStart(8), share.padStart(7), verdict].join('  ');
}

function thousands(gas: number): string {
  return gas.toLocaleString('en-US');
}

async function main(): Promise<void> {
  const exchange = await swapChain();
  try {
    const bench = new GasBench(exchange);
    const swaps = await bench.swapRows();
    const rows: (readonly [string, number])[] = [];
    for (const symbol of ['ETH-USDT', 'BTC-USDT', 'LUX-USDT']) {
      const market = markets.find((one) => one.symbol === symbol);
      if (market !== undefined) rows.push(...(await bench.marketRows(market)));
    }
    const v2 = swaps[0]?.[1] ?? 1;
    console.log('\ngas of whole transactions, their data included, by match or swap\n');
    console.log(`${''.padEnd(44)}       gas  of a V2   aim`);
    for (const [name, gas] of [...swaps, ...rows]) console.log(line(name, gas, v2));
    console.log(`\n${MATCHES} matches a batch with 4 makers, ${DISTINCT} with distinct accounts\n`);
    if (rows.some(([name, gas]) => gas > (AIMS[name] ?? gas))) process.exitCode = 1;
  } finally {
    await exchange.chain.stop();
  }
}

await main();
