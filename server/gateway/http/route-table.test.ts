import { describe, expect, it } from 'vitest';
import { createRouteTable } from './route-table.ts';

describe('the route table', () => {
  const table = createRouteTable();
  table.add('GET', '/v1/markets');
  table.add(['GET', 'HEAD'], '/v1/markets/:symbol');
  table.add('POST', '/v1/markets/:symbol');

  it.each([
    ['/v1/markets', ['GET']],
    ['/v1/markets/', ['GET']],
    ['/v1/markets?x=/y', ['GET']],
    ['/v1/markets/BTC-USDT', ['GET', 'HEAD', 'POST']],
    ['/v1/markets/BTC-USDT/more', []],
    ['/v1', []],
    ['', []],
  ])('knows the methods of %s', (address, methods) => {
    expect(table.methodsOf(address)).toEqual(methods);
  });
});
