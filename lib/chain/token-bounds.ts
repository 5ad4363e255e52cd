/** More decimals than this no token is taken with. */
export const MAX_TOKEN_DECIMALS = 36;

/** Characters of a token's symbol that are kept. */
export const MAX_SYMBOL_LENGTH = 16;

/** Characters of a token's name that are kept. */
export const MAX_NAME_LENGTH = 48;
