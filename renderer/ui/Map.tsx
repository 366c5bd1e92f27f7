import { useId } from 'react';
import type { MapBinding, MapSite, ServerMap } from '../../shared/map/shape.ts';
import { isPast, toneOf } from '../../shared/map/shape.ts';
import {
  bindingProgressText,
  bindingUseText,
  cardText,
  lineText,
  mapWords,
  sitesUnreadText,
} from '../../shared/text/english/map.ts';
import type { Frame } from '../../shared/text/frame.ts';
import styles from './Map.module.css';
import { MapLines } from './MapLines.tsx';
import { StateWord } from './StateWord.tsx';
import tones from './tone.module.css';

/** The picture of the product: sites and bindings on the left, what they serve on the right, lines between them. */
export function Map({ map, frame }: { readonly map: ServerMap; readonly frame: Frame }) {
  const sites = map.sites;
  if (sites.kind === 'unknown') {
    return (
      <div className={styles.map}>
        <p className={`${styles.card} ${styles.notKnown} ${styles.whole} ${tones.unknown}`}>
          <StateWord tone="unknown">{mapWords.notKnown}</StateWord>
          <span>{sitesUnreadText(sites.because)}</span>
        </p>
      </div>
    );
  }
  return (
    <MapLines lines={map.lines}>
      <div className={styles.sites}>
        {sites.value.map((site) => (
          <SiteOf key={site.role} site={site} map={map} frame={frame} />
        ))}
      </div>
      <Cards map={map} frame={frame} />
    </MapLines>
  );
}

function SiteOf(props: { readonly site: MapSite; readonly map: ServerMap; readonly frame: Frame }) {
  const { site, map, frame } = props;
  const id = useId();
  return (
    <section className={styles.site} aria-labelledby={id}>
      <h2 id={id}>{site.name}</h2>
      {site.bindings.length === 0 ? (
        <p className={`${styles.row} ${styles.empty}`}>
          {site.presence === 'missing' ? mapWords.siteMissing : mapWords.noBindings}
        </p>
      ) : (
        <ul>
          {site.bindings.map((binding) => (
            <BindingRow key={binding.id} binding={binding} map={map} frame={frame} />
          ))}
        </ul>
      )}
    </section>
  );
}

function BindingRow(props: { readonly binding: MapBinding; readonly map: ServerMap; readonly frame: Frame }) {
  const { binding, map, frame } = props;
  const progress = bindingProgressText(binding.progress);
  return (
    <li className={styles.row} data-binding={binding.id}>
      <b>{binding.information}</b>
      {progress !== null && <em className={styles[binding.progress]}>{progress}</em>}
      <span>{bindingUseText(binding.use)}</span>
      <span className="unseen">{served(binding, map, frame)}</span>
    </li>
  );
}

/** The lines of a binding, in words. */
function served(binding: MapBinding, { lines, cards }: ServerMap, frame: Frame): string {
  const said = lines.flatMap((line) => {
    const card = cards.find(({ id }) => id === line.card);
    return line.binding !== binding.id || card === undefined
      ? []
      : [lineText(line, binding.progress, card, frame)];
  });
  return said.length === 0 ? mapWords.noOwnRecord : said.join(' ');
}

function Cards({ map, frame }: { readonly map: ServerMap; readonly frame: Frame }) {
  const id = useId();
  return (
    <section className={styles.cards} aria-labelledby={id}>
      <h2 id={id}>{mapWords.certificates}</h2>
      <ul>
        {map.cards.map((card) => {
          const { state, name, details } = cardText(card, frame);
          const tone = toneOf(card);
          const age = isPast(card, map) ? styles.past : '';
          return (
            <li
              key={card.id}
              className={`${styles.card} ${tones[tone]} ${tone === 'unknown' ? styles.notKnown : ''} ${age}`}
              data-card={card.id}
            >
              <StateWord tone={tone}>{state}</StateWord>
              <b
                className={
                  card.kind === 'gone' || card.kind === 'certificates-unread' ? styles.hash : undefined
                }
              >
                {name}
              </b>
              <span>{details}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
