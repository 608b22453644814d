import { parse, View } from 'vega';
import { type Config, compile, type TopLevelSpec } from 'vega-lite';

/** What all plots share: a legend, axes and titles of one size. */
export const plotConfig: Config = {
  font: 'system-ui, sans-serif',
  axis: { gridColor: '#d9dee3', labelFontSize: 12, titleFontSize: 12 },
  legend: { labelFontSize: 12, labelLimit: 260 },
};

/** The background follows the color scheme together with the text, so that it is readable on any page. */
const style = `<style>
@media (prefers-color-scheme: dark) {
  svg > rect { fill: #0d1117 }
  text { fill: #d1d9e0 }
  .role-axis-grid line { stroke: #2f3742 }
  .role-axis-domain line, .role-axis-tick line { stroke: #7d8590 }
}
</style>`;

/** Draws a plot as SVG that is readable in light and dark mode. */
export async function svgOf(title: string, spec: TopLevelSpec): Promise<string> {
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  try {
    const svg = await view.toSVG();
    return `${svg.replace(/<svg [^>]*>/, (start) => `${start}\n<title>${title}</title>\n${style}`)}\n`;
  } finally {
    view.finalize();
  }
}
