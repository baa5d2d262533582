# bash completion of dengbao
_dengbao() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
    COMPREPLY=()
    case $before in
    --edition) COMPREPLY=($(compgen -W 'auto 2007 2020 2025' -- "$word")); return ;;
    --level) COMPREPLY=($(compgen -W 'province city ministry' -- "$word")); return ;;
    --bundle) COMPREPLY=($(compgen -W 'zip' -- "$word")); return ;;
    --progress) COMPREPLY=($(compgen -W 'auto plain none' -- "$word")); return ;;
    help) COMPREPLY=($(compgen -W 'build check explain proof report verify template' -- "$word")); return ;;
    --as-of | --province | --year | --unit | --system) return ;;
    --only)
        COMPREPLY=($(compgen -W 'checklist filing grading review plan health assessment selfcheck workbooks
            calendar returns province' -- "$word"))
        return
        ;;
    esac
    if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '-o -j -q -v -V -h --output --as-of --edition --province --year --level --previous --roster --history --accepted --mask-phones --counts-only --unit --system --only --draft --bundle --sm3 --log
            --previews --preview --dump --templates --fonts --check-templates --progress --strict --force --limit --shard --json --editions --quiet
            --verbose --version --help' -- "$word"))
    elif [[ $COMP_CWORD -eq 1 ]]; then
        COMPREPLY=($(compgen -W 'build check explain proof report verify template help' -- "$word"))
    else
        COMPREPLY=($(compgen -f -- "$word"))
    fi
}
complete -o filenames -F _dengbao dengbao
