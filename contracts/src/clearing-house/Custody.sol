// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ClearingHouseStorage } from "./ClearingHouseStorage.sol";
import { IClearingHouse } from "./IClearingHouse.sol";
import { IWrappedNative } from "./IWrappedNative.sol";
import { LedgerPage } from "./LedgerPage.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {
    ReentrancyGuardTransient
} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

/// @title Deposits, payments and exits
abstract contract Custody is ClearingHouseStorage, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// What a receiver of native LUX may use up.
    uint256 private constant NATIVE_GAS = 50_000;

    /// @notice Takes native LUX from wrapped LUX only, which sends it to be paid out.
    receive() external payable {
        if (msg.sender != WLUX) revert UseDepositNative();
    }

    /// @inheritdoc IClearingHouse
    function deposit(address token, uint256 amount)
        external
        nonReentrant
        whenNotPaused
        returns (uint256 depositId)
    {
        return _deposit(msg.sender, token, amount);
    }

    /// @inheritdoc IClearingHouse
    function depositFor(address account, address token, uint256 amount)
        external
        nonReentrant
        whenNotPaused
        returns (uint256 depositId)
    {
        if (account == address(0)) revert ZeroAddress();
        return _deposit(account, token, amount);
    }

    /// @inheritdoc IClearingHouse
    function depositWithPermit(
        address token,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant whenNotPaused returns (uint256 depositId) {
        // Unlisted tokens are not called at all. A permit that fails was either used up by somebody
        // else, and then the allowance is there, or the transfer says what is missing.
        _assetNumber(token);
        try IERC20Permit(token).permit(msg.sender, address(this), amount, deadline, v, r, s) { }
            catch { }
        return _deposit(msg.sender, token, amount);
    }

    /// @inheritdoc IClearingHouse
    function depositNative() external payable nonReentrant whenNotPaused returns (uint256) {
        (uint256 asset, uint256 quanta) = _checkDeposit(msg.sender, WLUX, msg.value);
        IWrappedNative(WLUX).deposit{ value: msg.value }();
        return _credit(msg.sender, asset, quanta);
    }

    /// @inheritdoc IClearingHouse
    function requestExit() external {
        Control storage control = _controls[msg.sender];
        uint256 page = _accounts[msg.sender][0];
        if (LedgerPage.isExiting(page)) {
            revert ExitRequestedAlready(msg.sender, control.exitFinalisableAt);
        }
        _accounts[msg.sender][0] = LedgerPage.withExiting(page, true);
        uint32 bindsAt = _bindsAt();
        uint32 finalisableAt = uint32(block.timestamp + _state.exitDelay);
        (control.exitBindsAt, control.exitFinalisableAt) = (bindsAt, finalisableAt);
        emit ExitRequested(msg.sender, bindsAt, finalisableAt);
    }

    /// @inheritdoc IClearingHouse
    function cancelExit() external {
        uint256 page = _accounts[msg.sender][0];
        if (!LedgerPage.isExiting(page)) revert NoExitRequested(msg.sender);
        _accounts[msg.sender][0] = LedgerPage.withExiting(page, false);
        Control storage control = _controls[msg.sender];
        (control.exitBindsAt, control.exitFinalisableAt) = (0, 0);
        emit ExitCanceled(msg.sender);
    }

    /// @inheritdoc IClearingHouse
    function finaliseExit(address account, uint256[] calldata assets) external nonReentrant {
        if (!LedgerPage.isExiting(_accounts[account][0])) revert NoExitRequested(account);
        uint256 finalisableAt = _controls[account].exitFinalisableAt;
        if (block.timestamp < finalisableAt) revert ExitNotFinalisable(account, finalisableAt);
        for (uint256 i = 0; i < assets.length; ++i) {
            _exit(account, assets[i]);
        }
    }

    /// Pays a whole balance to its owner.
    function _exit(address account, uint256 asset) private {
        _requireAsset(asset);
        (uint256 page, uint256 shift) = LedgerPage.placeOf(asset);
        uint256 word = _accounts[account][page];
        uint256 quanta = LedgerPage.balance(word, shift);
        if (quanta == 0) return;
        _accounts[account][page] = LedgerPage.debit(word, shift, quanta);
        emit Exited(account, uint8(asset), uint64(quanta));
        _pay(asset, account, quanta);
    }

    /// Takes money out of custody; whose balance it was has been settled before.
    function _pay(uint256 asset, address to, uint256 quanta) internal {
        (address token, uint256 amount) = _release(asset, quanta);
        IERC20(token).safeTransfer(to, amount);
    }

    /// Likewise as native LUX, or wrapped when the receiver does not take it.
    function _payNative(address to, uint256 quanta) internal {
        (, uint256 amount) = _release(_assetNumber(WLUX), quanta);
        IWrappedNative(WLUX).withdraw(amount);
        bool paid;
        assembly ("memory-safe") {
            // Nothing of the answer is copied, however long it is.
            paid := call(NATIVE_GAS, to, amount, 0, 0, 0, 0)
        }
        if (paid) return;
        IWrappedNative(WLUX).deposit{ value: amount }();
        IERC20(WLUX).safeTransfer(to, amount);
    }

    function _release(uint256 asset, uint256 quanta)
        private
        returns (address token, uint256 amount)
    {
        Asset storage entry = _assets[asset];
        entry.custody -= uint64(quanta);
        return (entry.token, quanta * 10 ** entry.unitExponent);
    }

    function _deposit(address account, address token, uint256 amount) private returns (uint256) {
        (uint256 asset, uint256 quanta) = _checkDeposit(account, token, amount);
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = IERC20(token).balanceOf(address(this)) - before;
        if (received != amount) revert UnexpectedAmountReceived(token, amount, received);
        return _credit(account, asset, quanta);
    }

    function _checkDeposit(address account, address token, uint256 amount)
        private
        view
        returns (uint256 asset, uint256 quanta)
    {
        asset = _assetNumber(token);
        Asset storage entry = _assets[asset];
        if (!entry.depositsAllowed) revert DepositsStopped(asset);
        if (amount == 0) revert NothingToDeposit();
        uint256 unit = 10 ** entry.unitExponent;
        uint256 excess = amount % unit;
        if (excess != 0) revert NotWholeQuanta(amount, amount - excess, amount - excess + unit);
        quanta = amount / unit;
        uint256 room = LedgerPage.MAX_QUANTA - entry.custody;
        if (quanta > room) revert CustodyFull(asset, amount, room * unit);
        if (LedgerPage.isExiting(_accounts[account][0])) {
            revert AccountExiting(account, _controls[account].exitBindsAt);
        }
    }

    function _credit(address account, uint256 asset, uint256 quanta)
        private
        returns (uint256 depositId)
    {
        depositId = ++_depositCount;
        _assets[asset].custody += uint64(quanta);
        (uint256 page, uint256 shift) = LedgerPage.placeOf(asset);
        _accounts[account][page] = LedgerPage.credit(_accounts[account][page], shift, quanta);
        emit Deposited(depositId, account, uint8(asset), uint64(quanta), msg.sender);
    }
}
