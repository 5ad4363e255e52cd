import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { findPortOwner, listeningInodes } from './port-owner.ts';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 41234 1 0
   1: 0100007F:1F90 0100007F:D2A4 01 00000000:00000000 00:00000000 00000000  1000        0 41300 1 0
   2: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 900 1 0
`;

describe('who listens on a port', () => {
  const server = createServer();
  afterEach(() => server.close());

  it('is read from the table of sockets, connections left aside', () => {
    expect(listeningInodes(TABLE, 8080)).toEqual(['41234']);
    expect(listeningInodes(TABLE, 80)).toEqual(['900']);
    expect(listeningInodes(TABLE, 8081)).toEqual([]);
  });

  it('is found with its command', async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(findPortOwner(port)).toMatchObject({
      pid: process.pid,
      command: expect.stringContaining('node'),
    });
  });
});
