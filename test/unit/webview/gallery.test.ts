import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown> & {
  icon: string;
  repository: { url: string };
  bugs: { url: string };
  homepage: string;
  galleryBanner: { color: string; theme: string };
  scripts: Record<string, string>;
};

/** Targets of the links and pictures of a page in Markdown. */
const linksOf = (page: string): string[] =>
  [...readFileSync(page, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to);
/** The headings of a page, as GitHub makes anchors of them. */
const anchorsOf = (page: string): string[] =>
  [...readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, text]) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('the page in the Marketplace', () => {
  it('has an icon of 256 × 256 pixels with a see-through ground, a banner, and addresses', () => {
    const png = readFileSync(manifest.icon);
    expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([256, 256]);
    // Colour type 6: red, green, blue and alpha.
    expect(png[25]).toBe(6);
    expect(manifest.galleryBanner).toEqual({ color: expect.stringMatching(/^#[0-9a-f]{6}$/), theme: 'dark' });
    for (const address of [manifest.repository.url, manifest.bugs.url, manifest.homepage])
      expect(address).toMatch(/^https:\/\//);
  });

  it('is packaged with every warning', () => {
    expect(manifest.scripts.package).not.toMatch(/--(allow|skip|no-rewrite|ignore|yarn)/);
  });

  it.each(['README.md', 'CHANGELOG.md'])(
    '%s leads to what is there: relative links are made whole by the address of the repository',
    (page) => {
      const links = linksOf(page).filter((to) => !/^https:/.test(to));
      const missing = links.filter((to) => {
        const [file, anchor] = to.split('#');
        const target = file === '' ? page : join(dirname(page), file);
        return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
      });
      expect(missing).toEqual([]);
    },
  );

  it('says why these controls were taken', () => {
    for (const page of ['README.md', 'docs/architecture.md'])
      expect(readFileSync(page, 'utf8')).toMatch(/webview-ui-toolkit/);
  });
});
