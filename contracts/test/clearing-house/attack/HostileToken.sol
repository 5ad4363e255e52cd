// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice A listed token that turned against its holders: it calls whom it is told to in the midst of
/// transfers, takes a fee, refuses somebody, or only says that it has paid.
contract HostileToken is ERC20 {
    enum Conduct {
        Honest,
        Calls,
        TakesAFee,
        AnswersFalse,
        Lies,
        MintsToReceiver
    }

    Conduct public conduct;
    address public blocked;
    address private target;
    bytes private call;
    bool public called;
    bool public callSucceeded;

    error Blocked(address holder);

    constructor() ERC20("Hostile", "HOST") { }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function behave(Conduct next) external {
        conduct = next;
    }

    function blockHolder(address holder) external {
        blocked = holder;
    }

    function setCall(address target_, bytes calldata call_) external {
        (conduct, target, call) = (Conduct.Calls, target_, call_);
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return _moved(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return _moved(from, to, amount);
    }

    function _moved(address from, address to, uint256 amount) private returns (bool) {
        if (from == blocked || to == blocked) revert Blocked(blocked);
        if (conduct == Conduct.AnswersFalse) return false;
        if (conduct == Conduct.Lies) return true;
        if (conduct == Conduct.Calls) {
            called = true;
            (callSucceeded,) = target.call(call);
        }
        _transfer(from, to, amount);
        if (conduct == Conduct.TakesAFee) _burn(to, amount / 100);
        if (conduct == Conduct.MintsToReceiver) _mint(to, 1);
        return true;
    }
}
