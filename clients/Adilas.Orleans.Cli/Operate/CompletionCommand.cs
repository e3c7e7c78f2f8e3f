using System.CommandLine;
using Adilas.Invocation;

namespace Adilas.Operate;

/// <summary>Prints what a shell needs to complete commands; the words themselves come from the parser, when the key is pressed.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _adilas() {
          local IFS=$'\n'
          COMPREPLY=($("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null))
          local word=${COMP_LINE:0:COMP_POINT}
          word=${word##* }
          if [[ $word == *:* && $COMP_WORDBREAKS == *:* ]]; then COMPREPLY=("${COMPREPLY[@]#"${word%:*}:"}"); fi
          if [[ ${COMPREPLY[0]-} == *. ]]; then compopt -o nospace; fi
        }
        complete -o default -F _adilas adilas
        """;

    private const string Zsh = """
        #compdef adilas
        _adilas() {
          local -a words_found
          words_found=("${(@f)$("${words[1]}" "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
          compadd -- $words_found
        }
        compdef _adilas adilas
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash or zsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh");
        return new Command("completion", "Print a completion script: source <(adilas completion bash)") { shell }.Runs((session, _) =>
        {
            session.Screen.Line(session.Get(shell) is "bash" ? Bash : Zsh);
            return Task.CompletedTask;
        });
    }
}
