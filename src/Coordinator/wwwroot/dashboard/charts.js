// Draws figures with Plotly, and tells the page what was clicked or marked.
(() => {
    'use strict';
    // What all figures have in common; the card shows through.
    const frame = { autosize: true, paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)', hovermode: 'closest' };
    const config = { responsive: true, displayModeBar: false, displaylogo: false, doubleClick: 'reset', showTips: false };

    // Its basic bundle needs neither WebGL nor eval, so the page's Content-Security-Policy can refuse scripts within pages.
    const load = () => import(document.getElementById('plotly').href).then(() => globalThis.Plotly);

    // Until the browser has shown what is there and told who watches for it. Nothing is shown of a page that nobody sees, and its timers may sleep.
    const breathe = () => document.hidden ? Promise.resolve() : new Promise(resolve => {
        setTimeout(resolve, 100);
        requestAnimationFrame(() => setTimeout(resolve));
    });

    // One figure at a time, the topmost first, so that rows appear and clicks are answered in between.
    const waiting = [];
    let isDrawing = false;
    const topmost = () => waiting.reduce((one, other) =>
        one.element.compareDocumentPosition(other.element) & Node.DOCUMENT_POSITION_PRECEDING ? other : one);

    const drawAll = async () => {
        isDrawing = true;
        try {
            const Plotly = await load();
            while (waiting.length > 0) {
                await breathe();
                const next = topmost();
                waiting.splice(waiting.indexOf(next), 1);
                await show(Plotly, next).then(next.resolve, next.reject);
            }
        } catch (failure) {
            waiting.splice(0).forEach(figure => figure.reject(failure));
        } finally {
            isDrawing = false;
        }
    };

    const show = async (Plotly, { element, figure, page }) => {
        if (!element.isConnected) {
            return;
        }

        const { data, layout } = JSON.parse(new TextDecoder().decode(figure));
        await Plotly.react(element, data, { ...frame, ...layout }, config);
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
    };

    Object.assign(globalThis.dashboard, {
        // Called once the circuit is there: while the coordinator gathers what is to be shown, what will draw it gets ready.
        prepareCharts() {
            setTimeout(load);
        },

        draw: (element, figure, page) => new Promise((resolve, reject) => {
            waiting.push({ element, figure, page, resolve, reject });
            if (!isDrawing) {
                drawAll();
            }
        }),

        erase(element) {
            globalThis.Plotly?.purge(element);
        },
    });
})();
