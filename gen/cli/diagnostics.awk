# Puts what diag.def says behind the line `.Sh DIAGNOSTICS` of the manual page:
#     awk -f diagnostics.awk diag.def dengbao.1
FNR == NR {
    # DIAG(ID, SEVERITY, "message", "hint")
    if (!/^DIAG\(/) next
    split($0, head, /[(,] */)
    n = split($0, text, "\"")
    # alternatives of a hint, a line each
    gsub(/[|]/, "。\n", text[4])
    if (head[3] != severity) {
        severity = head[3]
        list = list (list ? ".El\n" : "") ".Ss " severity "\n.Bl -tag -width Ds\n"
    }
    list = list ".It " head[2] "\n" text[2] "。\n" text[4] "。\n"
    next
}
{ print }
/^\.Sh DIAGNOSTICS/ { inside = 1; next }
inside && /^\.\\" DIAG/ { printf "%s.El\n", list; inside = 0 }
