namespace ResNet.Distributed.Dashboard.Measuring;

/// <summary>What was measured of a sweep's page, in seconds.</summary>
/// <param name="Shown">From the navigation to rows in the table and curves in the chart.</param>
/// <param name="Drawn">From the navigation until every chart is drawn.</param>
/// <param name="Again">The same as the first in a browser that has been there before.</param>
/// <param name="FromList">From a click in the list of sweeps to rows and curves.</param>
/// <param name="OpeningStall">The longest time that the page's main thread was held, until then.</param>
/// <param name="Answer">From a click (sort, filter, another metric) to the page showing its effect; the slowest of a visit.</param>
/// <param name="Stall">The longest time that the page's main thread was held, by those clicks and by ten seconds of live changes.</param>
internal sealed record PageFigures(Samples Shown, Samples Drawn, Samples Again, Samples FromList, Samples OpeningStall, Samples Answer, Samples Stall);
