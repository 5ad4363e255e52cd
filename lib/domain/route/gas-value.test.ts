import { expect, test } from 'vitest';
import { samplePools, sampleTokens, sampleV2 } from '#scripts/testing/sample-pools.ts';
import { gasCostIn, gasValue } from './gas-value.ts';

const { wlux, lusd, lbtc } = sampleTokens;
const pools = samplePools();

test('gas in WLUX costs what it costs', () => {
  const value = gasValue({ pools, wlux: wlux.address, token: wlux.address });
  expect(gasCostIn(123n, value)).toBe(123n);
});

test('one LUX of gas is worth its price in another token, over two pools where it must be', () => {
  const inUsd = gasCostIn(10n ** 18n, gasValue({ pools, wlux: wlux.address, token: lusd.address }));
  expect(inUsd).toBeGreaterThan(2_490_000n);
  expect(inUsd).toBeLessThan(2_510_000n);
  const inBtc = gasCostIn(10n ** 18n, gasValue({ pools, wlux: wlux.address, token: lbtc.address }));
  expect(inBtc).toBeGreaterThan(3_700n);
  expect(inBtc).toBeLessThan(3_760n);
});

test('the cost is rounded up, and unknown where no pool leads', () => {
  const value = gasValue({ pools, wlux: wlux.address, token: lusd.address });
  expect(gasCostIn(1n, value)).toBe(1n);
  expect(gasCostIn(0n, value)).toBe(0n);
  const stray = '0x9999999999999999999999999999999999999999';
  expect(gasCostIn(1n, gasValue({ pools, wlux: wlux.address, token: stray }))).toBeNull();
});

test('a pool with next to nothing in it does not decide what gas is worth, whatever its price', () => {
  const dust = { ...sampleV2({ token0: lusd, token1: wlux, usd: 1n }), reserve0: 10n ** 7n };
  // Ten dollars for a millionth of a millionth of a LUX: one LUX buys most here, all ten dollars.
  const manipulated = [{ ...dust, reserve1: 10n ** 6n }, ...pools];
  const query = { wlux: wlux.address, token: lusd.address };
  const inUsd = gasCostIn(10n ** 18n, gasValue({ pools: manipulated, ...query })) ?? 0n;
  expect(inUsd).toBeGreaterThan(2_490_000n);
  expect(inUsd).toBeLessThan(10_000_001n);
});
