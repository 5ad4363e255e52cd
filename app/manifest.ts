import type { MetadataRoute } from 'next';

/** What a device needs to install the application. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Lux Exchange',
    short_name: 'Lux',
    description: 'A non-custodial exchange on the Lux C-Chain.',
    start_url: '/',
    display: 'standalone',
    background_color: '#0c0e12',
    theme_color: '#0c0e12',
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  };
}
