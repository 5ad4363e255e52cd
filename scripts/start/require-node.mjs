// Loaded before the TypeScript of `npm start` (node --import), so it must run on any Node.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Lux Exchange needs Node 24 (at least 22.18) and this is ${process.versions.node}.\n` +
      'On Linux "npm ci" brings Node 24 for everything that npm runs: start with "npm start".\n' +
      'On other systems install Node 24 from https://nodejs.org.',
  );
  process.exit(1);
}
