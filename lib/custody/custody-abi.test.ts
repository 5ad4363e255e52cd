import { describe, expect, it } from 'vitest';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { custodyAbi } from './custody-abi.ts';

describe('what the page calls of the clearing house', () => {
  it.each(custodyAbi.map((item) => [item.name, item] as const))(
    'has %s as the contract',
    (_, item) => {
      const generated = clearingHouseAbi.find(
        (each) => 'name' in each && each.type === item.type && each.name === item.name,
      );
      expect(generated).toEqual(item);
    },
  );
});
