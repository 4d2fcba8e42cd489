// `npm run strings`: writes l10n/bundle.l10n.json from the sources, drops what is no longer used from every language,
// and lists what is still to translate.
import { mkdir } from 'node:fs/promises';
import { bundleFile, keysOfSources, languages, manifestFile, readJson, writeJson } from './lib/strings.mjs';

/** Keeps the translations of `keys` in the file of a language; answers the keys that have none. */
async function tidy(file, keys) {
  const old = await readJson(file);
  await writeJson(
    file,
    Object.fromEntries(keys.flatMap((key) => (typeof old[key] === 'string' ? [[key, old[key]]] : []))),
  );
  return keys.filter((key) => typeof old[key] !== 'string');
}

await mkdir('l10n', { recursive: true });
const keys = keysOfSources();
await writeJson(bundleFile(), Object.fromEntries(keys.map((key) => [key, key])));
const manifest = Object.keys(await readJson(manifestFile()));
for (const language of languages) {
  const missing = {
    [bundleFile(language)]: await tidy(bundleFile(language), keys),
    [manifestFile(language)]: await tidy(manifestFile(language), manifest),
  };
  for (const [file, left] of Object.entries(missing))
    console.log(
      left.length === 0
        ? `${file} is complete.`
        : `${file} has no text for:\n${left.map((key) => `  ${JSON.stringify(key)}`).join('\n')}`,
    );
}
console.log(`${keys.length} texts of the code, ${manifest.length} of package.json.`);
