const LANES = 25;
const ROUNDS = 24;
const LANE_BYTES = 8;

/** Where the round constants lie in the module's memory, behind the state. */
const CONSTANTS_AT = 256;

/** Opcodes of WebAssembly. */
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const I32_CONST = 0x41;
const I64_CONST = 0x42;
const I32_LT = 0x48;
const I32_ADD = 0x6a;
const AND = 0x83;
const XOR = 0x85;
const ROTL = 0x89;
const LOAD = [0x29, 3];
const STORE = [0x37, 3];
const LOOP = [0x03, 0x40];
const BRANCH_BACK = [0x0d, 0];
const END = 0x0b;
const I32 = 0x7f;
const I64 = 0x7e;

/** Locals: the lanes, the lanes that are made of them, the columns, the constant that is next. */
const NEW_AT = LANES;
const COLUMN_AT = 2 * LANES;
const CONSTANT = 2 * LANES + 5;

/**
 * Keccak-f[1600] as a WebAssembly module with an exported memory, in which the state begins at 0, and
 * a function that permutes it. Machine words of 64 bits make it ten times as fast as JavaScript's
 * numbers do.
 */
export function keccakModule(): Uint8Array<ArrayBuffer> {
  const lanes = Array.from({ length: LANES }, (_, lane) => lane);
  const body = [
    ...lanes.flatMap((lane) => [
      I32_CONST,
      0,
      ...LOAD,
      ...unsigned(lane * LANE_BYTES),
      ...set(lane),
    ]),
    ...[I32_CONST, ...signed(CONSTANTS_AT), ...set(CONSTANT), ...LOOP],
    ...round(lanes),
    // On to the next constant, until there is none.
    ...[...get(CONSTANT), I32_CONST, LANE_BYTES, I32_ADD, ...set(CONSTANT), ...get(CONSTANT)],
    ...[I32_CONST, ...signed(CONSTANTS_AT + ROUNDS * LANE_BYTES), I32_LT, ...BRANCH_BACK, END],
    ...lanes.flatMap((lane) => [
      I32_CONST,
      0,
      ...get(lane),
      ...STORE,
      ...unsigned(lane * LANE_BYTES),
    ]),
    END,
  ];
  const code = [2, CONSTANT, I64, 1, I32, ...body];
  const constants = [...roundConstants()].flatMap((constant) => [
    ...new Uint8Array(new BigUint64Array([constant]).buffer),
  ]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 0, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...text('memory'), 2, 0, ...text('permute'), 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
    ...section(11, [
      1,
      0,
      I32_CONST,
      ...signed(CONSTANTS_AT),
      END,
      ...unsigned(constants.length),
      ...constants,
    ]),
  ]);
}

/** One round over lanes x + 5y: theta, then rho and pi, chi, iota. */
function round(lanes: readonly number[]): number[] {
  const columns = [0, 1, 2, 3, 4];
  const theta = [
    ...columns.flatMap((x) => [
      ...get(x),
      ...[5, 10, 15, 20].flatMap((row) => [...get(x + row), XOR]),
      ...set(COLUMN_AT + x),
    ]),
    ...lanes.flatMap((lane) => [
      ...get(lane),
      ...[...get(COLUMN_AT + ((lane + 4) % 5)), XOR],
      ...[...get(COLUMN_AT + ((lane + 1) % 5)), I64_CONST, 1, ROTL, XOR],
      ...set(lane),
    ]),
  ];
  const rotations = laneRotations();
  const rhoPi = lanes.flatMap((lane) => {
    const [x, y] = [lane % 5, Math.floor(lane / 5)];
    const to = y + 5 * ((2 * x + 3 * y) % 5);
    const turned = [I64_CONST, ...signed(rotations[lane] ?? 0), ROTL];
    return [...get(lane), ...turned, ...set(NEW_AT + to)];
  });
  const chi = lanes.flatMap((lane) => {
    const row = lane - (lane % 5);
    const [next, afterNext] = [row + ((lane + 1) % 5), row + ((lane + 2) % 5)];
    const others = [...get(NEW_AT + next), I64_CONST, ...signed(-1), XOR];
    return [...get(NEW_AT + lane), ...others, ...get(NEW_AT + afterNext), AND, XOR, ...set(lane)];
  });
  const iota = [...get(0), ...get(CONSTANT), ...LOAD, 0, XOR, ...set(0)];
  return [...theta, ...rhoPi, ...chi, ...iota];
}

/** By how many bits each lane is turned (FIPS 202, 3.2.2). */
function laneRotations(): number[] {
  const rotations = new Array<number>(LANES).fill(0);
  let [x, y] = [1, 0];
  for (let step = 1; step < LANES; step += 1) {
    rotations[x + 5 * y] = ((step * (step + 1)) / 2) % 64;
    [x, y] = [y, (2 * x + 3 * y) % 5];
  }
  return rotations;
}

/** What is added in each round (FIPS 202, 3.2.5). */
function roundConstants(): bigint[] {
  let register = 1;
  return Array.from({ length: ROUNDS }, () => {
    let constant = 0n;
    for (let bit = 0; bit < 7; bit += 1) {
      if (register & 1) constant |= 1n << ((1n << BigInt(bit)) - 1n);
      register = ((register << 1) ^ ((register >> 7) * 0x171)) & 0xff;
    }
    return constant;
  });
}

function get(local: number): number[] {
  return [LOCAL_GET, local];
}

function set(local: number): number[] {
  return [LOCAL_SET, local];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function text(name: string): number[] {
  return [name.length, ...Buffer.from(name)];
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  const low = value & 0x7f;
  const rest = value >> 7;
  const isLast = rest === (low & 0x40 ? -1 : 0);
  return isLast ? [low] : [low | 0x80, ...signed(rest)];
}
