import { createWalletClient, encodeFunctionData, http, parseUnits } from 'viem';
import type { HDAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { erc20Abi } from '#lib/chain/token-abis.ts';
import { waitForMined } from '#lib/chain/wait-for-mined.ts';
import { EXIT_DELAY_SECONDS } from '#lib/domain/clearing-house-listing.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { deriveSolvency } from '#lib/solvency/derive-solvency.ts';
import { readHoldings } from '#lib/solvency/read-holdings.ts';
import { readContractCode } from '#lib/status/read-contract-code.ts';
import { type SwapChain, swapChain } from '#scripts/testing/swap-chain.ts';
import { deriveExit } from './derive-exit.ts';
import { deriveKey } from './derive-key.ts';
import type { ExitAccount } from './exit-account.ts';
import type { ExitAction } from './exit-action.ts';
import { exitFailure } from './exit-failure.ts';
import { readExitAccount } from './read-exit-account.ts';
import { findTradingKeys, readTradingKeys } from './read-trading-keys.ts';
import { sendExitAction } from './send-exit-action.ts';

const NATIVE = parseUnits('1250.5', 18);
const DOLLARS = parseUnits('40000', 6);
const KEY = `0x${'bb'.repeat(20)}` as const;

let exchange: SwapChain;

beforeAll(async () => {
  exchange = await swapChain();
  const { user, tokens } = exchange;
  const clearingHouse = exchange.contract('clearingHouse');
  const deployer = developmentAccount(exchange.chain.env, 'deployer');
  const call = async (
    account: HDAccount,
    ...[to, data, value]: [`0x${string}`, `0x${string}`, bigint]
  ) => {
    expect((await exchange.send(account, { to, data, value })).status).toBe('success');
  };
  const abi = clearingHouseAbi;
  const native = encodeFunctionData({ abi, functionName: 'depositNative' });
  await call(user, clearingHouse, native, NATIVE);
  const lusd = tokens.lusd.address;
  const approve = {
    abi: erc20Abi,
    functionName: 'approve',
    args: [clearingHouse, DOLLARS],
  } as const;
  await call(deployer, lusd, encodeFunctionData(approve), 0n);
  const pay = { abi, functionName: 'depositFor', args: [user.address, lusd, DOLLARS] } as const;
  await call(deployer, clearingHouse, encodeFunctionData(pay), 0n);
});

afterAll(async () => {
  await exchange.chain.stop();
});

function query(account = exchange.user.address) {
  const { context, chain } = exchange;
  const clearingHouse = exchange.contract('clearingHouse');
  return { context, clearingHouse, account, known: chain.deployment.tokens };
}

/** Sends as the page does. */
async function act(action: ExitAction, account: HDAccount = exchange.user): Promise<void> {
  const { context, clearingHouse } = query();
  const { client } = context;
  const transport = http(exchange.chain.rpcUrl);
  const signer = async () => createWalletClient({ account, chain: client.chain, transport });
  const sender = account.address;
  const hash = await sendExitAction({ client, signer, sender, clearingHouse, action });
  expect(await waitForMined({ client, hash })).toEqual({ status: 'success', hash });
}

async function refusalOf(action: ExitAction): Promise<string> {
  return await act(action).then(
    () => 'done',
    (error: unknown) => exitFailure(error).code,
  );
}

async function passTime(seconds: number): Promise<void> {
  await exchange.rpc('evm_increaseTime', [seconds]);
  await exchange.rpc('evm_mine', []);
}

const stageOf = (account: ExitAccount) => deriveExit(account, account.block.seconds).stage;
const heldOf = ({ balances }: ExitAccount) =>
  Object.fromEntries(balances.map(({ symbol, held, own }) => [symbol, { held, own }]));

test('an account leaves the contract with everything, in the contract’s own time', async () => {
  const { user } = exchange;
  const before = await readExitAccount(query());
  expect(stageOf(before)).toBe('staying');
  expect(before).toMatchObject({ exiting: false, bindingDelay: 60, exitDelay: EXIT_DELAY_SECONDS });
  const held = heldOf(before);
  expect(held.WLUX?.held).toBe(NATIVE);
  expect(held.LUSD?.held).toBe(DOLLARS);
  const all = { kind: 'pay', account: user.address, assets: [0, 1, 2, 3] } as const;
  expect(await refusalOf(all)).toBe('exit/not-requested');
  expect(await refusalOf({ kind: 'cancel' })).toBe('exit/not-requested');

  await act({ kind: 'request' });
  expect(await refusalOf({ kind: 'request' })).toBe('exit/requested-already');
  expect(stageOf(await readExitAccount(query()))).toBe('binding');
  expect(await refusalOf(all)).toBe('exit/too-early');
  await passTime(61);
  expect(stageOf(await readExitAccount(query()))).toBe('waiting');
  await act({ kind: 'cancel' });
  expect(stageOf(await readExitAccount(query()))).toBe('staying');
  await act({ kind: 'request' });
  await passTime(EXIT_DELAY_SECONDS);
  expect(stageOf(await readExitAccount(query()))).toBe('payable');

  // Anybody may have one asset paid, to the account itself.
  await act({ ...all, assets: [1] }, exchange.otherUser);
  await act(all);
  const left = await readExitAccount(query());
  expect(stageOf(left)).toBe('left');
  expect(heldOf(left)).toMatchObject({
    WLUX: { held: 0n, own: (held.WLUX?.own ?? 0n) + NATIVE },
    LUSD: { held: 0n, own: (held.LUSD?.own ?? 0n) + DOLLARS },
  });
});

test('orders end on the chain, once a minute', async () => {
  const { epoch } = await readExitAccount(query());
  await act({ kind: 'end-orders' });
  const account = await readExitAccount(query());
  expect(account.epoch).toBe(epoch + 1);
  const { endOrdersIn } = deriveExit(account, account.block.seconds);
  expect(endOrdersIn).toBeGreaterThan(0);
  expect(await refusalOf({ kind: 'end-orders' })).toBe('exit/epoch-changing');
  await passTime(endOrdersIn);
  await act({ kind: 'end-orders' });
});

test('a key is found, and revoked for what was signed so far', async () => {
  const { user, context } = exchange;
  const { clearingHouse } = query();
  expect(await findTradingKeys(query())).toEqual([]);
  const { block } = await readExitAccount(query());
  const expiry = block.seconds + 86_400;
  const approval = {
    ...{ account: user.address, agent: KEY, expiry },
    ...{ markets: 1n, maxNotional: 5n, nonce: 7 },
  };
  const data = encodeFunctionData({
    abi: clearingHouseAbi,
    functionName: 'approveAgent',
    args: [approval, '0x'],
  });
  // The owner needs no signature of its own.
  expect((await exchange.send(user, { to: clearingHouse, data, value: 0n })).status).toBe(
    'success',
  );
  const found = await findTradingKeys(query());
  expect(found.map((key) => key.toLowerCase())).toEqual([KEY]);
  const [key] = await readTradingKeys({ ...query(), context }, found);
  expect(key && deriveKey(key, block.seconds)).toBe('active');
  await act({ kind: 'revoke-key', key: KEY, nonce: 8 });
  const [revoked] = await readTradingKeys(query(), found);
  const { seconds } = (await readExitAccount(query())).block;
  expect(revoked && deriveKey(revoked, seconds)).toBe('ending');
  expect(revoked && deriveKey(revoked, seconds + 61)).toBe('revoked');
  expect(await refusalOf({ kind: 'revoke-key', key: KEY, nonce: 7 })).toBe('exit/newer-approval');
});

test('the contract holds what it owes, now and at a block of before', async () => {
  const latest = await readHoldings(query());
  const solvency = deriveSolvency({ latest, report: null, atReport: null });
  expect(solvency.cover).toBe('covered');
  expect(solvency.rows.map(({ symbol, surplus }) => [symbol, surplus])).toEqual([
    ['LUSD', 0n],
    ['WLUX', 0n],
    ['LETH', 0n],
    ['LBTC', 0n],
  ]);
  const { number } = latest.block;
  await passTime(1);
  const then = await readHoldings({ ...query(), blockNumber: number });
  expect(then).toEqual(latest);
});

test('code is told from its absence', async () => {
  const { client, user } = exchange;
  const { contracts } = await readContractCode(client, {
    clearingHouse: exchange.contract('clearingHouse'),
    wlux: user.address,
  });
  expect(contracts.map(({ name, bytes }) => [name, bytes > 0])).toEqual([
    ['wlux', false],
    ['clearingHouse', true],
  ]);
});
