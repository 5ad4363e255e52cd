import localFont from 'next/font/local';

/** Words. */
export const geistSans = localFont({
  src: './fonts/geist.woff2',
  variable: '--font-geist-sans',
  weight: '400 600',
});

/** Numbers. Its digits are as wide as those of common monospaced fonts, so none needs adjusting. */
export const geistMono = localFont({
  src: './fonts/geist-mono.woff2',
  variable: '--font-geist-mono',
  weight: '400 600',
  adjustFontFallback: false,
  fallback: ['ui-monospace', 'SFMono-Regular', 'Menlo', 'Consolas', 'Liberation Mono', 'monospace'],
});
