// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { lookAt } from '../../shared/look.ts';
import { reportOfLook, reportOfRescue } from '../../shared/report.ts';
import { renderHtml } from '../../shared/report/html.ts';
import { reduce } from '../../shared/rescue.ts';
import { hostileServer } from '../fixtures/hostile/server.ts';
import { hiddenCharacter, hostileTexts } from '../fixtures/hostile/texts.ts';
import { identity, journal, started, wentWell } from '../fixtures/rescues.ts';

const style = { css: 'body { color: #000 }', source: "'sha256-abc='" };
const thatAct = 'script, link, img, svg, iframe, object, embed, a, base, form, audio, video, template';

test.each(Object.entries(hostileTexts))(
  'the report on a server with hostile names is a page that runs, loads and hides nothing: %s',
  (_what, text) => {
    const facts = hostileServer(text);
    const [rescue] = reduce(journal(...wentWell(started(facts))));
    const look = lookAt(facts, identity);
    for (const report of [reportOfLook(look.facts, look.diagnosis), reportOfRescue(rescue!, text)]) {
      const page = new DOMParser().parseFromString(renderHtml(report, style), 'text/html');
      const metas = [...page.querySelectorAll('meta[http-equiv]')];
      expect(metas.map((meta) => meta.getAttribute('content'))).toEqual([
        expect.stringMatching(/^default-src 'none'; style-src 'sha256-abc='/),
      ]);
      expect(page.querySelectorAll('style')).toHaveLength(1);
      expect(page.querySelectorAll(thatAct)).toHaveLength(0);
      for (const element of page.querySelectorAll('*')) {
        for (const name of element.getAttributeNames()) expect(name).not.toMatch(/^(?:on|href|src|style)/);
      }
      expect(page.documentElement.textContent).not.toMatch(hiddenCharacter);
    }
  },
);
