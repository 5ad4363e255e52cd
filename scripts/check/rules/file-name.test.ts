import { describe, expect, it } from 'vitest';
import { textFindingLines } from '../finding-lines.ts';
import { fileName } from './file-name.ts';

const lines = (path: string) => textFindingLines(fileName, { path, text: '' });

describe('file-name', () => {
  it.each([
    'lib/domain/OrderBook.ts',
    'lib/domain/order_book.ts',
    'lib/orderBook/a.ts',
    'components/SwapCard.tsx',
    'contracts/src/wrapped-lux.sol',
    'lib/utils/a.ts',
    'lib/domain/utils.ts',
    'server/common/a.ts',
    'components/helpers.test.ts',
    'lib/legacy/a.ts',
    'lib/[id]/a.ts',
  ])('objects to %s', (path) => {
    expect(lines(path)).toEqual([1]);
  });

  it.each([
    'lib/domain/order-book.ts',
    'lib/domain/amm/v3-pool.chain.test.ts',
    'app/markets/[symbol]/page.tsx',
    'app/(desk)/layout.tsx',
    'app/global-error.tsx',
    'contracts/src/Faucet.sol',
    'contracts/test/Faucet.t.sol',
    'contracts/script/Deploy.s.sol',
    'contracts-abi/artifacts/SwapRouter02.json',
    'contracts/snapshots/Faucet.json',
    'README.md',
    'LICENSE',
    'NOTICE.md',
    '.ci/run',
    '.gitignore',
    'next.config.mjs',
    'docs/images/markets.png',
  ])('accepts %s', (path) => {
    expect(lines(path)).toEqual([]);
  });
});
