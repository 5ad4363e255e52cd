/** Decimals of the quote asset's quantum, the same in every market (docs/glossary.md, Units). */
export const QUOTE_DECIMALS = 6;
