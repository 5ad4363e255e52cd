/** Icons for RainbowKit's list, as data: the page's policy loads no images from elsewhere. */
function svgIcon(paths: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28" fill="none" stroke="#7c8cff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><rect width="28" height="28" fill="#191d25" stroke="none"/>${paths}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** A flask: something to try things with. */
export const DEMO_WALLET_ICON = svgIcon(
  '<path d="M11 6h6M12 6v6l-5 9a1 1 0 0 0 1 1.500h12a1 1 0 0 0 1-1.500l-5-9V6M9.500 17h9"/>',
);

/** A wallet that the browser brought along without saying its name. */
export const BROWSER_WALLET_ICON = svgIcon(
  '<path d="M20 10V7H8a1.500 1.500 0 0 0 0 3h13v12H8a1.500 1.500 0 0 1-1.500-1.500V8.500M17.500 16h.010"/>',
);
