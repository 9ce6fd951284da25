// Draws figures with Plotly, and tells the page what was clicked or marked.
let loading;

// Its basic bundle needs neither WebGL nor eval, so the page's Content-Security-Policy can refuse scripts within pages.
const load = url => loading ??= import(url).then(() => globalThis.Plotly);

const config = { responsive: true, displayModeBar: false, displaylogo: false, doubleClick: 'reset', showTips: false };

export async function draw(element, plotlyUrl, figure, page) {
    const Plotly = await load(plotlyUrl);
    if (!element.isConnected) {
        return;
    }

    const { data, layout } = JSON.parse(new TextDecoder().decode(figure));
    await Plotly.react(element, data, layout, config);
    if (element.dataset.watched) {
        return;
    }

    element.dataset.watched = 'yes';
    element.on('plotly_click', event => {
        const trial = event.points[0]?.customdata ?? event.points[0]?.data.meta;
        if (Number.isInteger(trial)) {
            page.invokeMethodAsync('Click', trial);
        }
    });

    // Without points when a mark is taken away.
    element.on('plotly_selected', event => {
        if (event?.points?.length) {
            page.invokeMethodAsync('Mark', event.points.map(point => [point.x, point.y]));
            Plotly.relayout(element, { selections: [] });
        }
    });
}

export function purge(element) {
    globalThis.Plotly?.purge(element);
}
