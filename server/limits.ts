/** Every bound of the sidecar in one place. What an operator may change comes in from the settings. */
export const limits = {
  /** Largest HTTP body and WebSocket message, bytes. */
  payloadBytes: 65_536,
  /** Deepest nesting of accepted JSON. */
  jsonDepth: 16,
  /** Requests in one JSON-RPC batch. */
  rpcBatch: 100,
  /** Streams (a channel and a symbol) that one socket may follow. */
  subscriptionsPerSocket: 256,
  /** Connections of all clients together, per port. */
  sockets: 20_000,
  /** Connections of one client, HTTP's among them, for each WebSocket that it may have. */
  connectionsPerSocket: 2,
  /** Frames kept per stream for clients that come back with `from_seq`. */
  replayFrames: 512,
  /** Candles in the snapshot of a candle channel. */
  snapshotCandles: 20,
  /** Unsent bytes of a socket above which its deltas are replaced by one newer snapshot. */
  outboundSoftBytes: 262_144,
  /** Unsent bytes above which a socket is closed with 1013. */
  outboundHardBytes: 1_048_576,
  /** How long a socket may stay above the soft bound before it is closed with 1013. */
  outboundStallMs: 15_000,
  /** Time between pings of the server; a socket that misses one is dropped. */
  heartbeatMs: 20_000,
  /** A socket without subscriptions that says nothing for so long is closed. */
  idleMs: 300_000,
  /** Refused messages of one socket after which it is closed with 1008 … */
  hammerRejections: 300,
  /** … unless it kept the peace for so long in between. */
  hammerPeaceMs: 5_000,
  /** Addresses whose request rate is remembered. */
  rateLimitedAddresses: 50_000,
  /** HTTP requests must arrive whole within this time … */
  httpRequestMs: 10_000,
  /** … which is looked at so often. */
  httpCheckMs: 2_000,
  /** Time given to open requests and sockets at shutdown. */
  shutdownMs: 5_000,
  /** The process is ended when it has not stopped by itself in this time. */
  stopMs: 20_000,
  /** Prices older than this are stale (DESIGN.md, Prices). */
  priceStaleMs: 5_000,
  /** Time between looks at the chain's head. */
  headPollMs: 500,
  /** Longest wait between attempts while the chain does not answer. */
  headBackoffMs: 4_000,
  /** Longest wait for one answer of the RPC. */
  rpcTimeoutMs: 5_000,
  /** Faucet requests waiting for their transaction. */
  faucetQueue: 64,
  /** Commands that may wait for the disk before more are refused. */
  waitingCommands: 131_072,
  /** Time between rounds of the keepers: index prices and ticks. */
  keeperMs: 1_000,
  /** Time between steps of the shadow that writes snapshots. */
  shadowMs: 200,
  /** How long the faucet waits for its transaction to be mined. */
  faucetReceiptMs: 30_000,
  /** Size of a file of the journal; it is filled with zeros before it is used. */
  journalSegmentBytes: 67_108_864,
  /** Commands that may wait for the disk before no more are taken. */
  journalBufferBytes: 16_777_216,
} as const;

export type Limits = { readonly [Name in keyof typeof limits]: number };
