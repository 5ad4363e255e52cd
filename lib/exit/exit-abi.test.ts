import { expect, test } from 'vitest';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { exitAbi } from './exit-abi.ts';

test('exitAbi has only entries of the generated interface', () => {
  for (const entry of exitAbi) expect(clearingHouseAbi).toContainEqual(entry);
});
