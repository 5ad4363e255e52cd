import { expect, it } from 'vitest';
import { PeerDriver } from './peer-driver.ts';
import { generateWorkload } from './workload.ts';

it('drives the npm package to the book that the generator expects', () => {
  const { stream, outcome } = generateWorkload({
    count: 4_000,
    seed: 3,
    live: 500,
    profile: 'base',
    ids: 'dense',
  });
  const peer = new PeerDriver(PeerDriver.callsOf(stream));
  peer.run(0, stream.count);
  expect(outcome).toMatchObject(peer.outcome());
});
