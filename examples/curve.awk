# A risk-utility curve as SVG, of lines k,information loss in percent,share found by linkage,average risk of the prosecutor.
# Both axes are logarithmic. Black on white also where pages are dark. The same figures give the same bytes.
BEGIN {
  FS = ","
  left = 80; right = 730; top = 50; bottom = 390
}

NR > 1 { n++; k[n] = $1; loss[n] = $2; found[n] = 100 * $3; risk[n] = 100 * $4 }

function log10(value) { return log(value) / log(10) }
function x(value) { return sprintf("%.1f", left + (log10(value) - x0) / (x1 - x0) * (right - left)) }
function y(value) { return sprintf("%.1f", bottom - (log10(value) - y0) / (y1 - y0) * (bottom - top)) }
function text(style, at, base, words) {
  printf "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n", style, at, base, words
}
function line(style, fromX, fromY, toX, toY) {
  printf "<path class=\"%s\" d=\"M%s %sL%s %s\"/>\n", style, fromX, fromY, toX, toY
}
# The marks 1, 2 and 5 of each power of ten; labels stand outside the axes.
function marks(isX, from, to,    power, digit, value, at) {
  for (power = -6; power <= 6; power++)
    for (digit = 1; digit <= 5; digit += digit == 1 ? 1 : 3) {
      value = digit * 10 ^ power
      if (log10(value) < from - 1e-9 || log10(value) > to + 1e-9) continue
      at = isX ? x(value) : y(value)
      if (isX) { line("grid", at, top, at, bottom); text("middle", at, bottom + 18, value + 0) }
      else { line("grid", left, at, right, at); text("end", left - 8, at + 4, value + 0) }
    }
}
function curve(number, values,    i, path) {
  for (i = 1; i <= n; i++) path = path (i == 1 ? "M" : "L") x(loss[i]) " " y(values[i])
  printf "<path class=\"curve%d line\" d=\"%s\"/>\n", number, path
  for (i = 1; i <= n; i++) printf "<circle class=\"curve%d\" cx=\"%s\" cy=\"%s\" r=\"4\"/>\n", number, x(loss[i]), y(values[i])
}
# A bit less than the least and more than the greatest, so that no point lies on an axis.
function range(least, most) { lower = log10(least) - 0.12; upper = log10(most) + 0.12 }

END {
  range(loss[1], loss[n]); x0 = lower; x1 = upper
  range(found[n] < risk[n] ? found[n] : risk[n], found[1] > risk[1] ? found[1] : risk[1]); y0 = lower; y1 = upper
  title = "Risk and information loss by k"
  print "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 480\" width=\"760\" height=\"480\" role=\"img\">"
  print "<title>" title "</title>"
  printf "<desc>At each k the information loss in percent, the persons found by record linkage, "
  printf "and the prosecutor risk on average."
  for (i = 1; i <= n; i++) printf " k = %d: %.3g %%, %.3g %%, %.3g %%.", k[i], loss[i], found[i], risk[i]
  print "</desc>"
  print "<style>text { font: 13px sans-serif; fill: #1b1b1b; } .title { font-size: 16px; font-weight: bold; }"
  print ".middle { text-anchor: middle; } .end { text-anchor: end; } .page { fill: #ffffff; } .grid { stroke: #dddddd; }"
  print ".axis { stroke: #777777; } .curve0 { fill: #0072b2; stroke: #0072b2; } .curve1 { fill: #d55e00; stroke: #d55e00; }"
  print ".line { fill: none; stroke-width: 2; }</style>"
  print "<rect class=\"page\" width=\"760\" height=\"480\"/>"
  text("title middle", 380, 28, title)
  marks(1, x0, x1)
  marks(0, y0, y1)
  line("axis", left, bottom, right, bottom)
  line("axis", left, top, left, bottom)
  text("middle", (left + right) / 2, bottom + 40, "information loss in percent")
  printf "<text class=\"middle\" transform=\"translate(26 %s) rotate(-90)\">", (top + bottom) / 2
  print "persons at risk in percent</text>"
  curve(0, risk)
  curve(1, found)
  for (i = 1; i <= n; i++) text("", x(loss[i]) + 8, y(risk[i]) - 7, "k = " k[i])
  line("curve0 line", left, 456, left + 28, 456); text("", left + 36, 460, "prosecutor risk on average")
  line("curve1 line", left + 300, 456, left + 328, 456); text("", left + 336, 460, "persons found by record linkage")
  print "</svg>"
}
