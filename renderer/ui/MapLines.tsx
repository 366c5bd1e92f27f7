import { useLayoutEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { MapLine, MapTone } from '../../shared/map/shape.ts';
import styles from './Map.module.css';
import tones from './tone.module.css';

/** Lines are told apart without their colour too. */
const pattern: Readonly<Record<MapTone, string | undefined>> = {
  good: '',
  warn: '',
  bad: styles.broken,
  unknown: styles.dotted,
  busy: styles.dotted,
  still: styles.dotted,
};

interface Drawn {
  readonly line: MapLine;
  readonly path: string;
}

/** Draws the lines of the map over its children, from where their rows and cards really are. */
export function MapLines({
  lines,
  children,
}: {
  readonly lines: readonly MapLine[];
  readonly children: ReactNode;
}) {
  const ground = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<readonly Drawn[]>([]);
  useLayoutEffect(() => {
    const element = ground.current;
    if (element === null) return;
    const draw = () => {
      setDrawn(drawnIn(element, lines));
    };
    draw();
    const observer = new ResizeObserver(draw);
    for (const moved of element.querySelectorAll('[data-binding], [data-card]')) observer.observe(moved);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [lines]);
  return (
    <div ref={ground} className={styles.map}>
      {children}
      <svg className={styles.lines} aria-hidden="true">
        {drawn.map(({ line, path }) => (
          <path
            key={`${line.binding} ${line.card}`}
            d={path}
            className={`${styles.line} ${tones[line.tone]} ${pattern[line.tone]} ${styles[line.age]}`}
          />
        ))}
      </svg>
    </div>
  );
}

/** How far apart the ends of lines are that meet at one card. */
const spread = 8;

function drawnIn(ground: HTMLElement, lines: readonly MapLine[]): readonly Drawn[] {
  const origin = ground.getBoundingClientRect();
  const find = (attribute: string, id: string) =>
    ground.querySelector(`[${attribute}="${CSS.escape(id)}"]`)?.getBoundingClientRect();
  return lines.flatMap((line) => {
    const row = find('data-binding', line.binding);
    const card = find('data-card', line.card);
    if (row === undefined || card === undefined) return [];
    const atCard = lines.filter((other) => other.card === line.card);
    const offset = (atCard.indexOf(line) - (atCard.length - 1) / 2) * spread;
    const from = { x: row.right - origin.left + 2, y: row.top + row.height / 2 - origin.top };
    const to = { x: card.left - origin.left - 2, y: card.top + card.height / 2 - origin.top + offset };
    const middle = (from.x + to.x) / 2;
    const path = `M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
    return [{ line, path }];
  });
}
