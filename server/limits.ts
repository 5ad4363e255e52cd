/** Every bound of the sidecar in one place. What an operator may change comes in from the settings. */
export const limits = {
  /** Largest HTTP body and WebSocket message, bytes. */
  payloadBytes: 65_536,
  /** Pieces that a WebSocket message may come in. */
  messageFragments: 256,
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
  /** Trades in the snapshot of a trade channel, fills in that of an account. */
  snapshotTrades: 50,
  snapshotFills: 50,
  /** Forced exits of an account that a snapshot tells. */
  snapshotExits: 20,
  /** Frames kept per stream of a book: each holds on to a whole book. */
  bookReplayFrames: 64,
  /** Frames kept per private stream, of which there may be many. */
  privateReplayFrames: 64,
  /** Private streams that nobody follows any more and that are kept for those who come back. */
  idleStreams: 128,
  /** Time between two readings of the books that are published, on average at least. */
  bookPublishMs: 10,
  /** Least time between two readings of what auctions would do. */
  auctionMs: 250,
  /** Newest trades of each market that are kept in memory. */
  marketTrades: 1_000,
  /** Newest orders that are done, and newest fills, that are kept in memory of one account … */
  accountHistory: 1_000,
  /** … and of all accounts together. */
  accountHistories: 250_000,
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
  /** How long an account that held something counts as one that does. */
  fundedMs: 10_000,
  /** HTTP requests must arrive whole within this time … */
  httpRequestMs: 10_000,
  /** … which is looked at so often. */
  httpCheckMs: 2_000,
  /** Time given to open requests at shutdown, and to sockets that are asked to leave. */
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
  /** How long an RPC endpoint is left alone after a failure, at first and at most … */
  endpointRestMs: 500,
  endpointLongestRestMs: 60_000,
  /** … how many blocks it may be behind the others before these are preferred … */
  endpointBlocksBehind: 3,
  /** … how long one that knows less than another one told is not believed … */
  endpointPatienceMs: 10_000,
  /** … and the time between looks at how all of them do. */
  endpointProbeMs: 10_000,
  /** Blocks whose events of the clearing house are asked for at a time … */
  custodyBlocks: 1_000,
  /** … and the wait after a failure. */
  custodyRetryMs: 1_000,
  /** Gas that a transaction of the operator gets beyond what was estimated, percent. */
  gasBufferPercent: 20,
  /** Time between looks at a transaction that was sent … */
  submitPollMs: 500,
  /** … how long it may take until it is replaced by one that offers more … */
  submitReplaceMs: 15_000,
  /** … and until it is no longer waited for. */
  submitGiveUpMs: 300_000,
  /** Longest wait for a remote signer. */
  signerTimeoutMs: 5_000,
  /** Time between looks at the operator's accounts: gas, and whether the contract lists them. */
  operatorCheckMs: 15_000,
  /** Time between two looks for requests of the operator in the data folder. */
  operatorRequestsMs: 1_000,
  /** Time between looks at the roles, assets and markets of the clearing house. */
  clearingHouseCheckMs: 60_000,
  /** Time between looks for deposits of the exchange's own accounts on the local network. */
  fundingMs: 500,
  /** A batch is settled with so many trades, or when the oldest has waited for so long … */
  settlementTrades: 200,
  settlementAgeMs: 2_000,
  /** … and holds at most so many fills, bytes of calldata, and gas as it is reckoned beforehand. */
  settlementFills: 400,
  settlementBytes: 100_000,
  settlementGas: 8_000_000,
  /** Time between two looks at what is to be settled, and after a failure. */
  settlementPollMs: 500,
  settlementRetryMs: 3_000,
  /** So long a batch that was mined is waited for before the contract is believed to lack it. */
  settlementMinedMs: 60_000,
  /** Time between attempts at what cannot be settled or paid. */
  settlementHoldMs: 60_000,
  /** So old the oldest unsettled trade may become before markets take resting orders only … */
  settlementLagMs: 45_000,
  /** … and on the local network, where blocks may be given up, and a busy machine does everything. */
  localSettlementLagMs: 600_000,
  /** … as while the chain is out of sight for so long: what owners do there binds a minute later … */
  blindMs: 20_000,
  /** … and the time between two looks at both. */
  settlementLagCheckMs: 1_000,
  /** Least time between two comparisons of ledger and chain. */
  reconcileMs: 10_000,
  /** Faucet requests waiting for their transaction. */
  faucetQueue: 64,
  /** Commands that may wait for the disk before more are refused. */
  waitingCommands: 131_072,
  /** Time between rounds of the keepers: index prices and ticks. */
  keeperMs: 1_000,
  /** Time between steps of the shadow that writes snapshots. */
  shadowMs: 200,
  /** Answers of public reads that are kept for those who ask for the same in the same millisecond. */
  repeatedReads: 256,
  /** UTF-16 units of such results of JSON-RPC together. */
  repeatedReadChars: 4_194_304,
  /** How long the faucet waits for its transaction to be mined. */
  faucetReceiptMs: 30_000,
  /** Size of a file of the journal; it is filled with zeros before it is used. */
  journalSegmentBytes: 67_108_864,
  /** Commands that may wait for the disk before no more are taken. */
  journalBufferBytes: 16_777_216,
  /** Time between two writes of history to its database … */
  storeFlushMs: 250,
  /** … and rows that may wait for one before history is given up until the next start. */
  storePendingRows: 500_000,
  /** Time between two looks for history that need not be kept. */
  storePruneMs: 3_600_000,
  /** Refused orders that are kept in memory of one account and of all; there and in the database … */
  accountRefusals: 200,
  refusals: 50_000,
  /** … as many of an account are taken down in a minute: a flood of them says nothing more … */
  refusalsPerMinute: 60,
  /** … and as many of an account the database keeps. */
  storedRefusals: 2_000,
  /** Orders that ended without a fill are forgotten by the database after so long … */
  unfilledOrderMs: 2_592_000_000,
  /** … or when their account has had so many newer ones. */
  unfilledOrdersPerAccount: 10_000,
  /** Client order ids that are texts and are remembered as such, of all accounts. */
  clientNames: 200_000,
  /** Time between announcements of prices and candles. */
  marketDataMs: 100,
  /** How long finished spans wait to be sent to a collector, and how long sending may take. */
  traceFlushMs: 1_000,
  traceSendMs: 2_000,
  /** How long a session token is valid … */
  sessionMs: 86_400_000,
  /** … and a nonce to sign in or to authenticate with. */
  challengeMs: 300_000,
  /** Uses of such nonces that are remembered in each such time; more are refused. */
  usedChallenges: 131_072,
  /** How far a client's clock may differ from this one. */
  clockSkewMs: 60_000,
  /** Smart accounts that are asked about their signatures at a time. */
  contractQuestions: 32,
  /** How long what the gateway signs with an API key can be settled; resting orders end with it. */
  signatureMs: 31_536_000_000,
  /** Nonces of an API key that are left when the next range is fetched. */
  nonceReserve: 16,
  /** Receipts of orders that wait for the journal to be read, of one account … */
  receiptsPerAccount: 8,
  /** … and of all, and how many are remembered. */
  waitingReceipts: 64,
  keptReceipts: 1_024,
  /** Longest time that a dead-man switch can be armed for. */
  deadManMs: 86_400_000,
} as const;

export type Limits = { readonly [Name in keyof typeof limits]: number };
